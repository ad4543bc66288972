/** A kind of thing that runbooks count on: how it is found in a step, and how one looks whether it is still there. Only reads. */
import type { Ask } from '../../domain/runbook/asks.ts';
import { Fault } from '../../ports/fault.ts';
import type { Ports } from '../ports.ts';

export type Found = { readonly is: 'there' } | { readonly is: 'gone' | 'unknown'; readonly why: string };

export interface Named {
  /** `deployment architect-production/architect-api`: the same words are the same thing; shown to people cut short. */
  readonly says: string;
  look(ports: Ports): Promise<Found>;
}

export interface Finder {
  /** What of it a step names, as far as that is known before a run. */
  find(ask: Ask): readonly Named[];
}

export const THERE: Found = { is: 'there' };
export const gone = (why: string): Found => ({ is: 'gone', why });
export const unknown = (why: string): Found => ({ is: 'unknown', why });

/** A value that hangs on an earlier step, or on an input without a default, still holds its expression. */
export const known = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !value.includes('${{');

/** Asks; a fault with one of these codes says that it is gone, any other that nobody could look. */
export async function asked(look: () => Promise<Found>, goneAs: (code: string) => boolean): Promise<Found> {
  try {
    return await look();
  } catch (e) {
    if (!(e instanceof Fault)) throw e;
    return goneAs(e.code) ? gone(e.message) : unknown(e.message);
  }
}
