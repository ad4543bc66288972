/** What can happen to a run, in words that both the model and the product are told. */

export type Who = 'ada' | 'grace' | 'linus' | 'mona' | 'eve';

/** Ada starts every run. */
export const STARTER: Who = 'ada';

/** Who clicks, with which of their accounts, and the groups that were read at the click. */
export interface Click {
  readonly who: Who;
  readonly account: string;
  readonly groups: readonly string[];
}

/** Which plan a button was made for. */
export type Button = 'shown' | 'old' | 'another run’s' | 'forged';

export type Happening =
  | { readonly does: 'start' }
  /** Of the target: whether another run holds it from now on. */
  | { readonly does: 'busy' | 'free' }
  | { readonly does: 'choose'; readonly by: Click; readonly option: string }
  | { readonly does: 'planned' | 'carded' }
  | { readonly does: 'approve' | 'reject'; readonly by: Click; readonly button: Button; readonly copied?: boolean }
  | { readonly does: 'replan' | 'abort' | 'undo' | 'pause' | 'resume'; readonly by: Click }
  /** The step that is under way, or that it failed at. */
  | { readonly does: 'retry' | 'skip'; readonly by: Click }
  | { readonly does: 'drifted' | 'unknown' }
  /** What was to be carried out is done or did not work; or no plan could be made. */
  | { readonly does: 'settled'; readonly ok: boolean }
  | { readonly does: 'cleared'; readonly by: Click; readonly happened: boolean }
  | { readonly does: 'undone'; readonly ok: boolean }
  | { readonly does: 'incident over' }
  /** Timers that nobody took back. */
  | { readonly does: 'expire' | 'look' }
  /** A worker, or a timer, of an attempt that is over comes all the same. */
  | { readonly does: 'late' };
