/**
 * The loop of design §1, shared: whatever waits while a commit is in flight goes into the next one together. Idle latency is
 * one round trip to load and one to write.
 */
import type { Pool } from '../db/pool.ts';
import { type Mislaid, release } from './claims.ts';
import type { DatabaseClock } from './clock.ts';
import type { Input, Ref } from './decision.ts';
import { type AnyAggregate, decideGroup, type Group, type Pending, settleOnly } from './group.ts';
import { type Hands, takeInHand } from './hands.ts';
import { InHand } from './in-hand.ts';
import { guardHolder, load, nameOf } from './loaded.ts';
import { Numbers } from './numbers.ts';
import { type Lease, type Written, write } from './write.ts';

export interface CommitLoopOptions<C> {
  readonly pool: Pool;
  readonly clock: DatabaseClock;
  readonly aggregates: ReadonlyMap<string, AnyAggregate<C>>;
  /** The workflows as loaded now. */
  readonly catalog: () => C;
  /** Undefined where no worker runs, or lives. */
  readonly hands: () => Hands | undefined;
  /** Called after each commit with the work it asked for. */
  readonly onCommit: (written: Pick<Written, 'ready' | 'taken'>) => void;
}

/** Most inputs in one commit: keeps a burst from becoming one long statement. */
const MOST = 500;
/** Commits at the same time: one is on its way to the disk while the next is decided. More would make them smaller and not faster. */
const MOST_FLIGHTS = 2;
/** What comes while one is in flight waits for it, unless this many wait, or the first of them this long, milliseconds. */
const COMPANY = 16;
const PATIENCE = 5;
/** A lost race is decided again on fresh state; more losses than this in a row are a bug. */
const MOST_TRIES = 12;

/** Before each reconnect, milliseconds: connections that died together are all noticed meanwhile. */
const RECONNECT_AFTER = [25, 150];

/** The database did not answer, as opposed to answering no. */
function isAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    (code !== undefined && /^(08|57P0[123]|53300|E(CONN|PIPE|TIMEDOUT))/.test(code)) ||
    /timeout|terminated|connection/i.test(message ?? '')
  );
}

interface Waiting {
  readonly pending: Pending;
  /** On the monotonic clock. */
  readonly since: number;
}

/** The aggregate it is to be decided on; undefined for one that does not exist yet, and where nothing is to be decided. */
function about({ input }: Pending): string | undefined {
  return input && input.to.id !== 'new' ? nameOf(input.to as Ref) : undefined;
}

const INBOX_SEEN = 'inbox_pkey';
const GUARD = 'aggregate_guard';

export class CommitLoop<C> {
  readonly #o: CommitLoopOptions<C>;
  #waiting: Waiting[] = [];
  #flights = 0;
  /** Aggregates that a commit in flight decides on: whatever else is about them waits for it. */
  readonly #busy = new Set<string>();
  #turn: NodeJS.Immediate | undefined;
  #patience: NodeJS.Timeout | undefined;
  readonly #numbers = new Numbers();
  readonly #inHand = new InHand();
  /** Leased by commits that may stand although nobody heard so: nobody works on it. */
  #mislaid: Mislaid[] = [];

  constructor(options: CommitLoopOptions<C>) {
    this.#o = options;
  }

  submit(pending: Pending): void {
    this.#waiting.push({ pending, since: performance.now() });
    // At the end of this turn of the event loop, so that what arrived together is committed together.
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      this.#start();
    });
  }

  /** Begins as many commits as may be in flight now. */
  #start(): void {
    while (this.#mayFly()) {
      const free = this.#waiting.filter((w) => !this.#busy.has(about(w.pending) ?? ''));
      if (free.length === 0) return;
      if (this.#flights > 0 && free.length < COMPANY && performance.now() - free[0]!.since < PATIENCE) {
        this.#patience ??= setTimeout(() => {
          this.#patience = undefined;
          this.#start();
        }, PATIENCE);
        return;
      }
      // Half of many, so that the other half is decided while these are on their way.
      const share = free.length < 2 * COMPANY ? free.length : Math.ceil(free.length / (MOST_FLIGHTS - this.#flights));
      const batch = new Set(free.slice(0, Math.min(MOST, share)));
      this.#waiting = this.#waiting.filter((w) => !batch.has(w));
      void this.#fly([...batch].map((w) => w.pending));
    }
  }

  /** What a lost commit leased is given back before anything else is begun. */
  #mayFly(): boolean {
    return this.#flights === 0 || (this.#flights < MOST_FLIGHTS && this.#mislaid.length === 0);
  }

  async #fly(batch: readonly Pending[]): Promise<void> {
    const names = new Set(batch.flatMap((p) => about(p) ?? []));
    for (const n of names) this.#busy.add(n);
    this.#flights += 1;
    try {
      await this.#release();
      await this.#commit(batch);
    } catch (error) {
      if (isAway(error)) for (const one of batch) this.#lost(one, error);
      else if (batch.length === 1) await this.#failed(batch[0]!, error);
      // One of them is poison, or met a constraint: alone, it harms only itself.
      else for (const one of batch) await this.#commit([one]).catch((e: unknown) => this.#failed(one, e));
    }
    this.#flights -= 1;
    for (const n of names) this.#busy.delete(n);
    this.#start();
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const { groups, born, now } = await this.#decide(batch);
    if (groups.length === 0) return this.#numbers.giveBack(born);
    const hands = this.#o.hands();
    const lease = hands && { worker: hands.worker, take: takeInHand(groups, now, hands) };
    const written = await this.#write(groups, born, lease);
    this.#o.clock.learn(written.now);
    groups.forEach((g, n) => {
      const held = written.held.has(n);
      if (g.after) {
        if (held) this.#inHand.put(g.after);
        else this.#inHand.drop(g.after.ref);
      }
      for (const { pending, told } of g.members) {
        if (held) pending.resolve({ ...told, held: true });
        else if (pending.settlement && written.fenced.has(n)) pending.resolve({ held: false });
        else this.#again(pending);
      }
    });
    this.#o.onCommit(written);
  }

  /** Reads what is not in hand, and decides. What needs no commit (a key seen before, a bug) is answered here. */
  async #decide(
    batch: readonly Pending[],
  ): Promise<{ readonly groups: Group[]; readonly born: readonly Ref[]; readonly now: number }> {
    const { clock, pool, aggregates, catalog } = this.#o;
    const wanted = this.#wanted(batch);
    const read = wanted.any ? await load(pool, wanted.keys, wanted.refs, wanted.kinds) : undefined;
    if (read) clock.learn(read.now);
    const now = read?.now ?? (clock.known ? clock.now() : 0);
    const numbers = [...(read?.numbers ?? [])];
    const numbered = new Map([...wanted.born].map(([p, r]) => [p, r.id ? r : { ...r, id: numbers.shift()! }]));

    const groups: Group[] = [];
    const byRef = new Map<string, { ref: Ref; pendings: Pending[] }>();
    const keys = new Set<string>();
    for (const p of batch) {
      if (!p.input) {
        groups.push(settleOnly(p));
        continue;
      }
      if (!p.settlement) {
        const { key } = p.input;
        const seen = read?.seen.get(key);
        if (seen) p.resolve({ ...seen, held: true });
        // The same key twice in one batch: the second waits for the first one's answer.
        else if (keys.has(key)) this.#again(p);
        if (seen || keys.has(key)) continue;
        keys.add(key);
      }
      const ref = numbered.get(p) ?? (p.input.to as Ref);
      const at = byRef.get(nameOf(ref)) ?? { ref, pendings: [] };
      at.pendings.push(p);
      byRef.set(nameOf(ref), at);
    }
    for (const [name, { ref, pendings }] of byRef) {
      const aggregate = aggregates.get(ref.kind);
      if (!aggregate) {
        for (const p of pendings) p.reject(new Error(`no aggregate of kind ${ref.kind}`));
        continue;
      }
      const held = read?.aggregates.get(name) ?? this.#inHand.get(ref);
      const group = decideGroup(aggregate, held, ref, pendings, now, catalog());
      if (group) groups.push(group);
    }
    return { groups, born: [...numbered.values()], now };
  }

  /** What must be read before a batch can be decided: people's inputs on the latest state, a worker's on what it has in hand. */
  #wanted(batch: readonly Pending[]) {
    const keys: string[] = [];
    const kinds: string[] = [];
    const refs = new Map<string, Ref>();
    /** With the number it gets, or 0 until the database gave one. */
    const born = new Map<Pending, Ref>();
    for (const p of batch) {
      if (!p.input) continue;
      const { kind, id } = p.input.to;
      if (!p.settlement) keys.push(p.input.key);
      if (id === 'new') {
        const spare = this.#numbers.take(kind) ?? 0;
        if (spare === 0) kinds.push(kind);
        born.set(p, { kind, id: spare });
      } else if (!p.settlement || p.tries > 0 || !this.#inHand.get({ kind, id })) {
        refs.set(nameOf({ kind, id }), { kind, id });
      }
    }
    return { keys, kinds, refs: [...refs.values()], born, any: keys.length + kinds.length + refs.size > 0 };
  }

  /** Writes, and takes back the numbers of what was not made by it. */
  async #write(groups: readonly Group[], born: readonly Ref[], lease: Lease | undefined): Promise<Written> {
    try {
      const written = await write(this.#o.pool, groups, lease);
      const made = new Set(
        groups.filter((g, n) => written.held.has(n) && (g.after?.version ?? 0) > 0).map((g) => nameOf(g.after!.ref)),
      );
      this.#numbers.giveBack(born.filter((r) => !made.has(nameOf(r))));
      return written;
    } catch (error) {
      if (!isAway(error)) this.#numbers.giveBack(born);
      else if (lease) this.#mislaid.push(mislaidBy(groups, lease));
      throw error;
    }
  }

  /** Whoever comes next may have what was leased without anybody hearing of it. */
  async #release(): Promise<void> {
    for (let lost = this.#mislaid[0]; lost; lost = this.#mislaid[0]) {
      const ready = await release(this.#o.pool, lost);
      this.#mislaid.shift();
      this.#o.onCommit({ ready, taken: [] });
    }
  }

  #again(pending: Pending, change: Partial<Pending> = {}): void {
    if (pending.tries >= MOST_TRIES)
      pending.reject(new Error(`lost ${MOST_TRIES} races in a row: ${describe(pending.input)}`));
    else this.submit({ ...pending, ...change, tries: pending.tries + 1 });
  }

  /** The connection broke: the commit may stand. The key, or the fence, makes asking again harmless. */
  #lost(pending: Pending, error: unknown): void {
    const after = RECONNECT_AFTER[pending.tries];
    if (after === undefined) pending.reject(error);
    else setTimeout(() => this.#again(pending), after);
  }

  async #failed(pending: Pending, error: unknown): Promise<void> {
    const { code, constraint, detail } = error as { code?: string; constraint?: string; detail?: string };
    if (code === '40001' || code === '40P01' || (code === '23505' && constraint === INBOX_SEEN)) {
      return this.#again(pending);
    }
    if (code === '23505' && constraint === GUARD && pending.input && !pending.guardHeldBy) {
      const kind = pending.input.to.kind;
      const guard = /=\(([^,]+), (.*)\) already exists/.exec(detail ?? '')?.[2];
      const holder =
        guard === undefined ? undefined : await guardHolder(this.#o.pool, kind, guard).catch(() => undefined);
      return this.#again(pending, holder ? { guardHeldBy: holder } : {});
    }
    pending.reject(error);
  }
}

function mislaidBy(groups: readonly Group[], { worker, take }: Lease): Mislaid {
  const settlements = groups.flatMap((g) => g.members.flatMap((m) => m.pending.settlement ?? []));
  return { worker, keys: [...take].map((e) => e.key), settled: settlements.map((s) => s.effect) };
}

const describe = (input: Input | undefined): string => (input ? `${input.type} ${input.key}` : 'a settlement');
