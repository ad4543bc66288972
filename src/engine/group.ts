/** What is written together or not at all: one aggregate with the inputs that reached it at the same moment. */
import type { Aggregate } from './aggregate.ts';
import type { Answer, Context, Decision, EffectSpec, EventMeta, Input, Ref, Refusal } from './decision.ts';
import type { Claimed } from './effect.ts';
import { fresh, type Held } from './loaded.ts';
import { type Entry, entryHash } from './timeline.ts';

/** What a worker says of an effect it held. */
export interface Settlement {
  readonly effect: Claimed;
  readonly status: 'done' | 'ready' | 'dead' | 'unknown';
  /** Milliseconds from now until the next attempt, for `ready`. */
  readonly after: number;
  readonly doubt: boolean;
  readonly error?: string;
}

export interface Told {
  readonly answer?: Answer;
  readonly ref?: Ref;
  /** False when the fence was lost: another worker has the effect, nothing was written. */
  readonly held: boolean;
}

/** One caller waiting for its input or settlement to be committed. */
export interface Pending {
  readonly input?: Input;
  readonly settlement?: Settlement;
  readonly guardHeldBy?: Ref;
  tries: number;
  readonly resolve: (told: Told) => void;
  readonly reject: (error: unknown) => void;
}

export type AnyAggregate<C> = Aggregate<unknown, Input, { readonly type: string }, C>;

export interface Member {
  readonly pending: Pending;
  readonly told: { readonly answer?: Answer; readonly ref?: Ref };
}

/** An effect with the aggregate that asked for it. */
export type Asked = EffectSpec & { readonly of: Ref };

export interface Group {
  readonly seen: Held | undefined;
  readonly after: Held | undefined;
  readonly guard: string | undefined;
  /** Keys of the state that are not written again. */
  readonly fixed: readonly string[];
  readonly entries: readonly (Entry & { readonly hash: Buffer })[];
  readonly effects: readonly Asked[];
  readonly cancel: readonly string[];
  readonly members: readonly Member[];
}

/** A settlement that needs no decision. */
export function settleOnly(pending: Pending): Group {
  const members = [{ pending, told: {} }];
  return {
    seen: undefined,
    after: undefined,
    guard: undefined,
    fixed: [],
    entries: [],
    effects: [],
    cancel: [],
    members,
  };
}

/**
 * Decides the inputs one after the other on one aggregate. An input whose decision throws is a bug of its own: it is
 * rejected and leaves the others whole.
 */
export function decideGroup<C>(
  aggregate: AnyAggregate<C>,
  held: Held | undefined,
  ref: Ref,
  pendings: readonly Pending[],
  now: number,
  catalog: C,
): Group | undefined {
  const seen = held ?? fresh(ref);
  let { state, seq, hash, at } = seen;
  const entries: (Entry & { hash: Buffer })[] = [];
  const effects: Asked[] = [];
  const cancel: string[] = [];
  const members: Member[] = [];
  for (const pending of pendings) {
    const input = pending.input;
    if (!input) continue;
    const moment = Math.max(now, at);
    const held = pending.guardHeldBy ? { guardHeldBy: pending.guardHeldBy } : {};
    const context: Context<C> = { now: moment, self: ref, catalog, ...held };
    try {
      const decided: Decision<{ type: string }> | Refusal<{ type: string }> = aggregate.decide(state, input, context);
      const events = decided.events ?? [];
      let next = state;
      const made: typeof entries = [];
      let [s, h] = [seq, hash];
      for (const event of events) {
        s += 1;
        const meta: EventMeta = { seq: s, at: moment, actor: input.actor, source: input.source, request: input.key };
        const { type, ...data } = JSON.parse(JSON.stringify(event)) as { type: string };
        next = aggregate.evolve(next, { type, ...data }, meta);
        h = entryHash(h, ref, { ...meta, type, data });
        made.push({ ...meta, type, data, hash: h });
      }
      for (const key of aggregate.fixed ?? []) {
        const [was, is] = [state, next] as Partial<Record<string, unknown>>[];
        if (was && was[key] !== is?.[key]) throw new Error(`${input.type} changes ${ref.kind}.${key}, which is fixed`);
      }
      [state, seq, hash] = [next, s, h];
      if (made.length > 0) at = moment;
      entries.push(...made);
      if (!('refused' in decided)) {
        // What this decision no longer wants may have been asked for a moment ago, by one that shares its commit.
        const unwanted = new Set(decided.cancel);
        for (let i = effects.length - 1; i >= 0; i--) if (unwanted.has(effects[i]!.key)) effects.splice(i, 1);
        for (const e of decided.effects ?? []) {
          const said = e.coalesces && effects.some((o) => o.coalesces && o.kind === e.kind && o.lane === e.lane);
          if (!said) effects.push({ ...e, of: ref });
        }
        cancel.push(...(decided.cancel ?? []));
      }
      const answer = 'refused' in decided ? decided.refused : decided.answer;
      const exists = seq > 0;
      members.push({ pending, told: { ...(exists ? { ref } : {}), ...(answer ? { answer } : {}) } });
    } catch (error) {
      pending.reject(error);
    }
  }
  if (members.length === 0) return undefined;
  const version = entries.length > 0 ? seen.version + 1 : seen.version;
  const after: Held = { ref, version, seq, at, hash, state };
  const guard = state === undefined ? undefined : aggregate.guard?.(state);
  return { seen, after, guard, fixed: aggregate.fixed ?? [], entries, effects, cancel, members };
}
