/** What goes into a decision and what comes out: plain data, so that the same rules run live, simulated and in model tests. */
import type { Json } from '../lib/json.ts';
import type { Text } from '../lib/text.ts';

/** One aggregate: `incident/42`, `run/17`. */
export interface Ref {
  readonly kind: string;
  readonly id: number;
}

export type Source = 'slack' | 'pagerduty' | 'timer' | 'worker' | 'cli' | 'console';

/** Something that happened and asks for a decision. The key makes it happen once, however often it arrives. */
export interface Input<T extends string = string, D = unknown> {
  readonly type: T;
  readonly to: Ref | { readonly kind: string; readonly id: 'new' };
  /** Idempotency key, unique per happening: `slack:T1:<trigger_id>`, `pagerduty:<event id>`, an effect's key. */
  readonly key: string;
  /** Who: `slack:U123`, `pagerduty:PXYZ`, `timer`, `worker`. */
  readonly actor: string;
  readonly source: Source;
  readonly data: D;
}

/**
 * What a lost attempt means. `keyed`: repeat, same key, same bytes. `findable`: look, then repeat once, marked.
 * `read`: repeat. `once`: when nobody can know whether it happened, ask a person; never re-run by itself.
 */
export type EffectClass = 'keyed' | 'findable' | 'read' | 'once';

/** 0 pages people, 1 timers and runs, 2 chat, 3 whatever can wait. */
export type Priority = 0 | 1 | 2 | 3;

/** The last priority that hurries. The rest has hands of its own, so that it is never in the way. */
export const LEAST_URGENT: Priority = 1;

/** Work for the outside world, or for later: written with the decision, done by a worker. */
export interface EffectSpec {
  readonly kind: string;
  /** Within a lane one at a time, in order; between lanes all at once. */
  readonly lane: string;
  /** Unique for ever: the same key is the same work. */
  readonly key: string;
  readonly class: EffectClass;
  readonly priority: Priority;
  /** When it is due, milliseconds since the epoch by the database's clock. @default now */
  readonly dueAt?: number;
  /** It shows what is true when it is done. While one of its kind still waits in the lane, another would say nothing new: it is left out. */
  readonly coalesces?: true;
  readonly payload: Json;
}

/** What the person who asked is told. */
export interface Answer {
  /** Stable name of the outcome, for views and tests: `declared`, `acked`, `refused.self-approval`. */
  readonly code: string;
  readonly text: Text;
  readonly ref?: Ref;
  /** What a person may do next, as buttons; the view knows how each looks. */
  readonly offers?: readonly { readonly action: string; readonly value: string; readonly label: string }[];
}

export interface Decision<E> {
  readonly events: readonly E[];
  readonly effects?: readonly EffectSpec[];
  /** Keys of effects not begun yet and no longer wanted. */
  readonly cancel?: readonly string[];
  readonly answer?: Answer;
}

/** Expected, and nobody's fault: says why and what to do next. `events` may record the attempt; state rules hold. */
export interface Refusal<E> {
  readonly refused: Answer;
  readonly events?: readonly E[];
}

export interface Context<C> {
  /** The database's clock, milliseconds since the epoch; never before the aggregate's last event. */
  readonly now: number;
  readonly self: Ref;
  /** The organisation's workflows as loaded: severities, policies, people, runbooks. */
  readonly catalog: C;
  /** Set when saving failed because another aggregate of this kind holds the same guard. */
  readonly guardHeldBy?: Ref;
}

/** Who, when and why of one timeline entry. */
export interface EventMeta {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly source: Source;
  readonly request: string;
}

export function refuse<E>(
  code: string,
  text: Text,
  more: Partial<Answer> & { events?: readonly E[] } = {},
): Refusal<E> {
  const { events, ...rest } = more;
  return { refused: { code: `refused.${code}`, text, ...rest }, ...(events ? { events } : {}) };
}
