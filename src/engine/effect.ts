/** The contract between the worker loop and outbound/: an effect is claimed, done, and settled with what it made happen. */
import type { Json } from '../lib/json.ts';
import type { EffectClass, Input, Priority, Ref } from './decision.ts';

/** An effect in a worker's hand, under lease and fence. */
export interface Claimed<P = Json> {
  readonly id: number;
  readonly kind: string;
  readonly lane: string;
  readonly key: string;
  readonly class: EffectClass;
  readonly priority: Priority;
  readonly payload: P;
  /** The aggregate whose decision asked for it. */
  readonly of: Ref;
  /** Grows with every claim; a settle with an older one writes nothing. */
  readonly fence: number;
  /** From 1. */
  readonly attempts: number;
  /** How many workers died or froze in it. */
  readonly crashes: number;
  /** An earlier attempt may have happened: its worker died, or the reply was lost. */
  readonly doubt: boolean;
}

/** Input to the decision that follows; the worker adds key, actor and source. */
export type Result = Pick<Input, 'type' | 'to' | 'data'>;

export type Outcome =
  | { readonly kind: 'done'; readonly result?: Result }
  /** Not done; `doubt` when it may have been. `after` in milliseconds overrides the back-off. */
  | { readonly kind: 'again'; readonly reason: string; readonly after?: number; readonly doubt?: boolean }
  /** Will not be done. */
  | { readonly kind: 'failed'; readonly reason: string; readonly result?: Result }
  /** Nobody can know (class `once`): the result asks a person. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly result?: Result };

export interface HandlerIo {
  /** The database's clock, milliseconds since the epoch. */
  now(): number;
  /** Latest stored state; undefined when there is none. */
  load<S>(ref: Ref): Promise<{ readonly state: S; readonly version: number } | undefined>;
  /**
   * False when the lease was not renewed when it should have been: this process was frozen, and somebody else may have done
   * the work since. What cannot be taken back is asked for only while this is true.
   */
  ours(): boolean;
  /** Aborted when the lease is lost or the process stops. */
  readonly signal: AbortSignal;
}

export interface EffectHandler<P = Json> {
  readonly kind: string;
  run(effect: Claimed<P>, io: HandlerIo): Promise<Outcome>;
  /** What the aggregate is told when the worker gives up for good, or (class `once`) when a worker died in it. */
  gaveUp(effect: Claimed<P>, why: 'failed' | 'unknown', reason: string): Result | undefined;
}

/** A handler with its payload's own type. The one place where it is believed: what a decision wrote is what its handler reads. */
export const handlerOf = <P>(handler: EffectHandler<P>): EffectHandler => handler as unknown as EffectHandler;
