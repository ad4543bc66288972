/** Whom a call goes to, and what it means when its answer is lost. */

/** A lost answer to a `read` is harmless: ask again. A lost answer to a `change` may have happened. */
export type CallEffect = 'read' | 'change';

export interface Target {
  /** First part of the Fault's code: `slack`. */
  readonly vendor: string;
  /** For people: `Slack`. @default vendor */
  readonly label?: string;
  readonly effect: CallEffect;
}
