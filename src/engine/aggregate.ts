/** An aggregate is one versioned row with its rules: decide says what happens, evolve says what that makes of the state. */
import type { Context, Decision, EventMeta, Input, Refusal } from './decision.ts';

export interface Aggregate<S, I extends Input, E extends { readonly type: string }, C> {
  /** Names the table, the refs and the lanes. */
  readonly kind: string;
  /** Pure: no I/O, clock, randomness or async. `state` is undefined for what does not exist yet. */
  decide(state: S | undefined, input: I, context: Context<C>): Decision<E> | Refusal<E>;
  /** Pure, and the only way state changes: state = fold(timeline). */
  evolve(state: S | undefined, event: E, meta: EventMeta): S;
  /** Keys of the state that are set when it comes into being and never change: they are written once. */
  readonly fixed?: readonly string[];
  /**
   * A name only one aggregate of the kind may hold at a time, kept unique by the database (a target lock, a duplicate
   * window). Losing it means deciding again with `context.guardHeldBy`.
   */
  guard?(state: S): string | undefined;
}
