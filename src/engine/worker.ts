/**
 * Claims heads of lanes set-based, does them side by side, settles each with the decision that follows. A second ring for a
 * lane in hand changes nothing; a tick a second finds whatever no ring announced, and is also the start-up recovery.
 */
import type { Pool } from '../db/pool.ts';
import { type Claim, claim, nextDue, renew, takeOver } from './claims.ts';
import type { DatabaseClock } from './clock.ts';
import type { CrashPoints } from './crash-point.ts';
import type { Claimed, EffectHandler, HandlerIo } from './effect.ts';
import type { Told } from './group.ts';
import type { Life } from './life.ts';
import { type Performed, perform } from './perform.ts';
import { sweep } from './sweep.ts';

export interface WorkerOptions {
  readonly pool: Pool;
  readonly clock: DatabaseClock;
  readonly handlers: ReadonlyMap<string, EffectHandler>;
  readonly beginLife: (onLost: (error: Error) => void) => Promise<Life>;
  readonly settle: (performed: Performed, follow: { worker: number } | undefined) => Promise<Told>;
  readonly load: HandlerIo['load'];
  readonly crash: CrashPoints;
  /** Effects in hand at most; a quarter of them only for pages. */
  readonly slots: number;
  readonly report: (event: WorkerEvent) => void;
}

export type WorkerEvent =
  | { readonly type: 'bug'; readonly effect: Claimed; readonly error: unknown }
  | { readonly type: 'trouble'; readonly what: string; readonly error: unknown }
  | {
      readonly type: 'settled';
      readonly effect: Claimed;
      readonly status: string;
      readonly error?: string;
      readonly lateMs?: number;
    }
  | { readonly type: 'taken-over'; readonly count: number }
  | { readonly type: 'lag'; readonly ms: number };

const TICK = 1_000;
const RENEW = 3_000;
/** Ticks between two sweeps of what is long settled. */
const SWEEP_EVERY = 600;

export class Worker {
  readonly #o: WorkerOptions;
  readonly #inHand = new Map<number, { claim: Claim; abort: AbortController }>();
  #life: Life | undefined;
  #beginning: Promise<void> | undefined;
  #tick: NodeJS.Timeout | undefined;
  #precise: NodeJS.Timeout | undefined;
  #renewing: NodeJS.Timeout | undefined;
  #lanes = new Set<string>();
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #stopping = false;
  #idle: (() => void)[] = [];
  #ticks = 0;
  /** Milliseconds the oldest due effect waits; what readiness is judged by. */
  lag = 0;

  constructor(options: WorkerOptions) {
    this.#o = options;
  }

  async start(): Promise<void> {
    await this.#live();
    await this.tick();
    this.#schedule();
    this.#renewing = setInterval(() => void this.#renew(), RENEW);
  }

  /** A doorbell: there is work in these lanes. */
  ring(lanes: readonly string[]): void {
    for (const l of lanes) this.#lanes.add(l);
    void this.#look();
  }

  /** Work that was committed in this process: nobody need be rung for what can be begun here. False when there is no hand free. */
  offer(lanes: readonly string[]): boolean {
    const busy = this.#stopping || !this.#life || this.#inHand.size + this.#lanes.size >= this.#o.slots / 2;
    if (!busy) this.ring(lanes);
    return !busy;
  }

  /** Everything the reconciler does, once: take over from the dead, claim what is due, note when the next is. */
  async tick(): Promise<void> {
    if (this.#stopping) return;
    try {
      await this.#live();
      const count = await takeOver(this.#o.pool);
      if (count > 0) this.#o.report({ type: 'taken-over', count });
      const { now, due, oldest } = await nextDue(this.#o.pool);
      this.#o.clock.learn(now);
      this.lag = oldest === null ? 0 : now - oldest;
      this.#o.report({ type: 'lag', ms: this.lag });
      clearTimeout(this.#precise);
      this.#ticks += 1;
      if (this.#ticks % SWEEP_EVERY === 0) await sweep(this.#o.pool);
      if (due !== null && due <= now) await this.#claim(undefined);
      else if (due !== null && due - now <= TICK) this.#precise = setTimeout(() => void this.tick(), due - now + 1);
    } catch (error) {
      this.#o.report({ type: 'trouble', what: 'tick', error });
    }
  }

  /** Resolves once nothing is in hand. */
  async quiet(): Promise<void> {
    if (this.#inHand.size > 0 || this.#looking !== undefined) await new Promise<void>((r) => this.#idle.push(r));
  }

  /** No new claims; what is in hand may finish within `ms`, then it is left to its lease. */
  async stop(ms: number): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#tick);
    clearTimeout(this.#precise);
    let limit: NodeJS.Timeout | undefined;
    await Promise.race([this.quiet(), new Promise((r) => (limit = setTimeout(r, ms)))]);
    clearTimeout(limit);
    clearInterval(this.#renewing);
    for (const { abort } of this.#inHand.values()) abort.abort();
    await this.#beginning?.catch(() => {});
    await this.#life?.end();
  }

  #schedule(): void {
    if (this.#stopping) return;
    this.#tick = setTimeout(() => void this.tick().finally(() => this.#schedule()), TICK);
  }

  /** Alive, or alive again: ticks may overlap, lives may not. */
  async #live(): Promise<void> {
    await this.#life?.check();
    if (this.#life !== undefined || this.#stopping) return;
    this.#beginning ??= this.#o
      .beginLife((e) => this.#lifeLost(e))
      .then((life) => {
        this.#life = life;
      })
      .finally(() => {
        this.#beginning = undefined;
      });
    await this.#beginning;
  }

  #lifeLost(error: Error): void {
    this.#life = undefined;
    this.#o.report({ type: 'trouble', what: 'life', error });
  }

  /** Rings that come while one look is under way share the next. */
  async #look(): Promise<void> {
    if (this.#looking !== undefined) {
      this.#lookAgain = true;
      return this.#looking;
    }
    this.#looking = (async () => {
      do {
        this.#lookAgain = false;
        const lanes = [...this.#lanes];
        this.#lanes.clear();
        // Those that found no hand free are looked at when one is.
        if (lanes.length > 0 && !(await this.#claim(lanes))) for (const l of lanes) this.#lanes.add(l);
      } while (this.#lookAgain && !this.#stopping);
    })()
      .catch((error: unknown) => this.#o.report({ type: 'trouble', what: 'claim', error }))
      .finally(() => {
        this.#looking = undefined;
        this.#maybeIdle();
      });
    return this.#looking;
  }

  /** False when there was more than hands. */
  async #claim(lanes: readonly string[] | undefined): Promise<boolean> {
    const reserved = Math.ceil(this.#o.slots / 4);
    for (let more = true; more && this.#life && !this.#stopping; ) {
      const free = this.#o.slots - this.#inHand.size;
      if (free <= 0) return false;
      // The last quarter of the slots is for pages only.
      const to = free > reserved ? 3 : 0;
      const most = to === 0 ? free : free - reserved;
      const coalescing = [...this.#o.handlers.values()].filter((h) => h.coalesces).map((h) => h.kind);
      const wish = { worker: this.#life.worker, from: 0, to, most, coalescing } as const;
      const { claims, now } = await claim(this.#o.pool, lanes ? { ...wish, lanes } : wish);
      if (now !== undefined) this.#o.clock.learn(now);
      for (const c of claims) void this.#do(c);
      more = claims.length === most;
      if (!more && to === 0) return false;
    }
    return true;
  }

  async #do(first: Claim): Promise<void> {
    for (let current: Claim | undefined = first; current; ) {
      const c: Claim = current;
      current = undefined;
      const abort = new AbortController();
      this.#inHand.set(c.id, { claim: c, abort });
      try {
        this.#o.crash('after-claim', c.kind);
        const io = { now: () => this.#o.clock.now(), load: this.#o.load, signal: abort.signal };
        const onBug = (error: unknown) => this.#o.report({ type: 'bug', effect: c, error });
        const performed = await perform(c, this.#o.handlers, io, onBug);
        this.#o.crash('after-effect', c.kind);
        const follow = this.#stopping || !this.#life ? undefined : { worker: this.#life.worker };
        const told = await this.#o.settle(performed, follow);
        this.#o.crash('after-settle', c.kind);
        const { status, error } = performed.settlement;
        this.#o.report({
          type: 'settled',
          effect: c,
          status: told.held ? status : 'fenced',
          ...(error ? { error } : {}),
        });
        if (told.next) current = { ...told.next, crashes: 0, behind: [] };
        else if (told.held) this.#lanes.add(c.lane);
      } catch (error) {
        // The row stays leased; the lease brings it back.
        this.#o.report({ type: 'trouble', what: `settle ${c.kind}`, error });
      } finally {
        this.#inHand.delete(c.id);
      }
    }
    if (this.#lanes.size > 0 && !this.#stopping) void this.#look();
    this.#maybeIdle();
  }

  #maybeIdle(): void {
    if (this.#inHand.size > 0 || this.#looking !== undefined) return;
    for (const f of this.#idle.splice(0)) f();
  }

  async #renew(): Promise<void> {
    const held = [...this.#inHand.values()];
    if (held.length === 0 || !this.#life) return;
    try {
      const ours = await renew(
        this.#o.pool,
        this.#life.worker,
        held.map((h) => h.claim),
      );
      for (const { claim: c, abort } of held) if (!ours.has(c.id) && this.#inHand.has(c.id)) abort.abort();
    } catch (error) {
      this.#o.report({ type: 'trouble', what: 'renew', error });
    }
  }
}
