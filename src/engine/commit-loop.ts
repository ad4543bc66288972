/**
 * The loop of design §1, shared: whatever waits while a commit is in flight goes into the next one together. Idle latency is
 * one round trip to load and one to write; nothing waits for company.
 */
import type { Pool } from '../db/pool.ts';
import type { DatabaseClock } from './clock.ts';
import type { Input, Ref } from './decision.ts';
import { type AnyAggregate, decideGroup, type Group, type Pending, settleOnly } from './group.ts';
import { guardHolder, type Held, load, nameOf } from './loaded.ts';
import { Numbers } from './numbers.ts';
import { type Written, write } from './write.ts';

export interface CommitLoopOptions<C> {
  readonly pool: Pool;
  readonly clock: DatabaseClock;
  readonly aggregates: ReadonlyMap<string, AnyAggregate<C>>;
  /** The workflows as loaded now. */
  readonly catalog: () => C;
  /** Called after each commit with the lanes that have work. */
  readonly onCommit: (ready: Written['ready']) => void;
}

/** Most inputs in one commit: keeps a burst from becoming one long statement. */
const MOST = 500;
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

const INBOX_SEEN = 'inbox_pkey';
const GUARD = 'aggregate_guard';

export class CommitLoop<C> {
  readonly #o: CommitLoopOptions<C>;
  #waiting: Pending[] = [];
  #running = false;
  readonly #numbers = new Numbers();

  constructor(options: CommitLoopOptions<C>) {
    this.#o = options;
  }

  submit(pending: Pending): void {
    this.#waiting.push(pending);
    if (!this.#running) {
      this.#running = true;
      // The next microtask, so that inputs of the same tick share the first commit already.
      queueMicrotask(() => void this.#run());
    }
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST);
      try {
        await this.#commit(batch);
      } catch (error) {
        if (isAway(error)) for (const one of batch) this.#lost(one, error);
        else if (batch.length === 1) await this.#failed(batch[0]!, error);
        // One of them is poison, or met a constraint: alone, it harms only itself.
        else for (const one of batch) await this.#commit([one]).catch((e: unknown) => this.#failed(one, e));
      }
    }
    this.#running = false;
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const deciding = batch.filter((p) => p.input !== undefined);
    const keys = deciding.filter((p) => !p.settlement).map((p) => p.input!.key);
    const refs = new Map<string, Ref>();
    const born: Pending[] = [];
    for (const p of deciding) {
      const { kind, id } = p.input!.to;
      if (id === 'new') born.push(p);
      else refs.set(nameOf({ kind, id }), { kind, id });
    }
    const spare = born.map((p) => this.#numbers.take(p.input!.to.kind));
    const kinds = born.filter((_, i) => spare[i] === undefined).map((p) => p.input!.to.kind);
    const loaded =
      deciding.length > 0
        ? await load(this.#o.pool, keys, [...refs.values()], kinds)
        : { now: 0, seen: new Map(), aggregates: new Map<string, Held>(), numbers: [] };
    if (deciding.length > 0) this.#o.clock.learn(loaded.now);

    const fresh = [...loaded.numbers];
    const numbered = new Map(
      born.map((p, i): [Pending, Ref] => [p, { kind: p.input!.to.kind, id: spare[i] ?? fresh.shift()! }]),
    );
    const byRef = new Map<string, { ref: Ref; pendings: Pending[] }>();
    const groups: Group[] = [];
    const inBatch = new Set<string>();
    for (const p of batch) {
      if (!p.input) {
        groups.push(settleOnly(p));
        continue;
      }
      const seen = p.settlement ? undefined : loaded.seen.get(p.input.key);
      if (seen) {
        p.resolve({ ...seen, held: true });
        continue;
      }
      // The same key twice in one batch: the second waits for the first one's answer.
      if (!p.settlement && inBatch.has(p.input.key)) {
        this.#again(p);
        continue;
      }
      inBatch.add(p.input.key);
      const ref = numbered.get(p) ?? (p.input.to as Ref);
      const at = byRef.get(nameOf(ref)) ?? { ref, pendings: [] };
      at.pendings.push(p);
      byRef.set(nameOf(ref), at);
    }
    for (const { ref, pendings } of byRef.values()) {
      const aggregate = this.#o.aggregates.get(ref.kind);
      if (!aggregate) {
        for (const p of pendings) p.reject(new Error(`no aggregate of kind ${ref.kind}`));
        continue;
      }
      const held = loaded.aggregates.get(nameOf(ref));
      const group = decideGroup(aggregate, held, ref, pendings, loaded.now, this.#o.catalog());
      if (group) groups.push(group);
    }
    const written = await this.#write(groups, [...numbered.values()]);
    if (!written) return;
    this.#o.clock.learn(written.now);
    this.#o.onCommit(written.ready);
    groups.forEach((g, n) => {
      for (const { pending, told } of g.members) {
        if (written.held.has(n)) {
          const next = pending.settlement && written.follows.get(pending.settlement.effect.id);
          pending.resolve({ ...told, held: true, ...(next ? { next } : {}) });
        } else if (pending.settlement && written.fenced.has(n)) pending.resolve({ held: false });
        else this.#again(pending);
      }
    });
  }

  /** Writes, and takes back the numbers of what was not made by it. */
  async #write(groups: readonly Group[], numbered: readonly Ref[]): Promise<Written | undefined> {
    try {
      const written = groups.length > 0 ? await write(this.#o.pool, groups) : undefined;
      const made = new Set(
        groups.filter((g, n) => written?.held.has(n) && (g.after?.version ?? 0) > 0).map((g) => nameOf(g.after!.ref)),
      );
      this.#numbers.giveBack(numbered.filter((r) => !made.has(nameOf(r))));
      return written;
    } catch (error) {
      if (!isAway(error)) this.#numbers.giveBack(numbered);
      throw error;
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

const describe = (input: Input | undefined): string => (input ? `${input.type} ${input.key}` : 'a settlement');
