/**
 * The engine on paper: the same decisions, the same handlers and the same order within lanes, kept in memory and by a clock
 * that only moves when it is told to.
 */
import type { Catalog } from '../../domain/catalog/model.ts';
import type { Input, Ref } from '../../engine/decision.ts';
import type { Claimed, EffectHandler, HandlerIo } from '../../engine/effect.ts';
import { type AnyAggregate, type Asked, decideGroup, type Pending, type Told } from '../../engine/group.ts';
import { type Held, nameOf } from '../../engine/loaded.ts';
import { perform } from '../../engine/perform.ts';

interface Waiting extends Asked {
  readonly n: number;
  dueAt: number;
  attempts: number;
  doubt: boolean;
}

export interface PaperOptions {
  readonly aggregates: readonly AnyAggregate<Catalog>[];
  readonly catalog: Catalog;
  readonly handlers: readonly EffectHandler[];
  readonly now: () => number;
}

export class PaperEngine {
  readonly #o: PaperOptions;
  readonly #held = new Map<string, Held>();
  readonly #guards = new Map<string, Ref>();
  readonly #queue: Waiting[] = [];
  readonly #keys = new Set<string>();
  readonly #seen = new Map<string, Told>();
  readonly #handlers: ReadonlyMap<string, EffectHandler>;
  readonly #io: HandlerIo;
  readonly #numbers = new Map<string, number>();
  #n = 0;

  constructor(o: PaperOptions) {
    this.#o = o;
    this.#handlers = new Map(o.handlers.map((h) => [h.kind, h]));
    this.#io = {
      now: o.now,
      load: async <S>(ref: Ref) => {
        const held = this.#held.get(nameOf(ref));
        return held && { state: held.state as S, version: held.version };
      },
      ours: () => true,
      signal: new AbortController().signal,
    };
  }

  /** States of one kind, oldest first. */
  all<S>(kind: string): readonly S[] {
    return [...this.#held.values()].flatMap((h) =>
      h.ref.kind === kind && h.state !== undefined ? [h.state as S] : [],
    );
  }

  /** What is decided is kept, and what it asks for waits its turn. Throws what a decision throws. */
  feed(input: Input): Told {
    const before = this.#seen.get(input.key);
    if (before) return before;
    const { kind, id } = input.to;
    const aggregate = this.#o.aggregates.find((a) => a.kind === kind);
    if (!aggregate) throw new Error(`there is nothing called ${kind}`);
    const ref: Ref = { kind, id: id === 'new' ? this.#next(kind) : id };
    let held: Ref | undefined;
    for (;;) {
      let thrown: unknown;
      const pending: Pending = {
        input,
        tries: 0,
        resolve: () => {},
        reject: (e) => {
          thrown = e;
        },
        ...(held ? { guardHeldBy: held } : {}),
      };
      const now = this.#o.now();
      const group = decideGroup(aggregate, this.#held.get(nameOf(ref)), ref, [pending], now, this.#o.catalog);
      if (!group) throw thrown;
      const holder = group.guard === undefined ? undefined : this.#guards.get(`${kind}:${group.guard}`);
      if (!held && holder && holder.id !== ref.id) {
        held = holder;
        continue;
      }
      this.#keep(group.after, group.guard);
      for (const key of group.cancel) this.#cancel(key);
      for (const effect of group.effects) this.#ask(effect);
      const told: Told = { held: true, ...group.members[0]?.told };
      this.#seen.set(input.key, told);
      return told;
    }
  }

  #next(kind: string): number {
    const n = (this.#numbers.get(kind) ?? 0) + 1;
    this.#numbers.set(kind, n);
    return n;
  }

  #keep(after: Held | undefined, guard: string | undefined): void {
    if (!after || after.version === 0) return;
    this.#held.set(nameOf(after.ref), after);
    const mine = (ref: Ref) => ref.kind === after.ref.kind && ref.id === after.ref.id;
    for (const [name, ref] of this.#guards) if (mine(ref)) this.#guards.delete(name);
    if (guard !== undefined) this.#guards.set(`${after.ref.kind}:${guard}`, after.ref);
  }

  #cancel(key: string): void {
    const at = this.#queue.findIndex((w) => w.key === key);
    if (at >= 0) this.#queue.splice(at, 1);
  }

  #ask(effect: Asked): void {
    const said = (w: Waiting) => w.kind === effect.kind && w.lane === effect.lane && w.coalesces;
    if (this.#keys.has(effect.key) || (effect.coalesces && this.#queue.some(said))) return;
    this.#keys.add(effect.key);
    this.#n += 1;
    this.#queue.push({ ...effect, n: this.#n, dueAt: effect.dueAt ?? this.#o.now(), attempts: 0, doubt: false });
  }

  /** The first of each lane; among those what is due first, then what is most urgent, then what was asked for first. */
  #first(): Waiting | undefined {
    const lanes = new Map<string, Waiting>();
    for (const w of this.#queue) if (!lanes.has(w.lane)) lanes.set(w.lane, w);
    const order = (a: Waiting, b: Waiting) => a.dueAt - b.dueAt || a.priority - b.priority || a.n - b.n;
    return [...lanes.values()].sort(order)[0];
  }

  /** When there is work again, milliseconds since the epoch; undefined: never by itself. */
  get due(): number | undefined {
    return this.#first()?.dueAt;
  }

  /** Does the work that is due first. Gives what was done, by its kind. */
  async work(): Promise<string | undefined> {
    const next = this.#first();
    if (!next) return undefined;
    next.attempts += 1;
    const claim: Claimed = { ...next, id: next.n, fence: 1, crashes: 0 };
    const { settlement, input } = await perform(claim, this.#handlers, this.#io, (e) => {
      throw e;
    });
    if (settlement.status === 'ready') {
      next.dueAt = this.#o.now() + settlement.after;
      next.doubt = settlement.doubt;
    } else this.#queue.splice(this.#queue.indexOf(next), 1);
    if (input) this.feed(input);
    return next.kind;
  }
}
