/**
 * Claims heads of lanes set-based, does them side by side, settles each with the decision that follows. A second ring for a
 * lane in hand changes nothing; a tick a second finds whatever no ring announced, and is also the start-up recovery.
 */
import type { Pool } from '../db/pool.ts';
import { claim, nextDue, type Ready, takeOver } from './claims.ts';
import type { DatabaseClock } from './clock.ts';
import type { CrashPoints } from './crash-point.ts';
import { LEAST_URGENT } from './decision.ts';
import type { Claimed, EffectHandler, HandlerIo } from './effect.ts';
import type { Told } from './group.ts';
import { Crew, type Hands } from './hands.ts';
import { Leases } from './leases.ts';
import type { Life } from './life.ts';
import { type Performed, perform } from './perform.ts';
import { SecondLook } from './second-look.ts';
import { sweep } from './sweep.ts';

export interface WorkerOptions {
  readonly pool: Pool;
  readonly clock: DatabaseClock;
  readonly handlers: ReadonlyMap<string, EffectHandler>;
  readonly beginLife: (onLost: (error: Error) => void) => Promise<Life>;
  readonly settle: (performed: Performed) => Promise<Told>;
  readonly load: HandlerIo['load'];
  readonly crash: CrashPoints;
  /** Effects in hand at most, of those that hurry; a quarter of them only for pages. */
  readonly slots: number;
  /** And of those that do not: few, because each takes its part of this process from a page. */
  readonly slotsForRest: number;
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
/** Ticks between two sweeps of what is long settled. */
const SWEEP_EVERY = 600;

export class Worker {
  readonly #o: WorkerOptions;
  readonly #crew: Crew;
  readonly #inHand: Leases;
  /** With the effect that is in hand of each. */
  readonly #lanesInHand = new Map<string, number>();
  #life: Life | undefined;
  #beginning: Promise<void> | undefined;
  #tick: NodeJS.Timeout | undefined;
  #precise: NodeJS.Timeout | undefined;
  /** To be looked at. */
  #lanes = new Set<string>();
  #lookedAt = new Set<string>();
  readonly #second = new SecondLook((lanes) => {
    this.ring(lanes);
    if (this.#canTakeMore()) void this.#look();
  });
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  /** More was due than there were hands: the next free ones take it, not the next tick. */
  #moreDue = false;
  /** The same of what does not hurry, which has few hands. */
  #moreRest = false;
  #stopping = false;
  #idle: (() => void)[] = [];
  #ticks = 0;
  /** Milliseconds the oldest due effect waits; what readiness is judged by. */
  lag = 0;

  constructor(options: WorkerOptions) {
    this.#o = options;
    const onTrouble = (error: unknown) => options.report({ type: 'trouble', what: 'renew', error });
    this.#inHand = new Leases({ pool: options.pool, worker: () => this.#life?.worker, onTrouble });
    this.#crew = new Crew(options.slots, options.slotsForRest, this.#inHand);
  }

  async start(): Promise<void> {
    await this.#live();
    await this.tick();
    this.#schedule();
    this.#inHand.begin();
  }

  /** A doorbell: there is work in these lanes. A lane in hand is looked at anyway, when what is in hand is settled. */
  ring(lanes: readonly string[]): void {
    for (const l of lanes) if (!this.#lanesInHand.has(l)) this.#lanes.add(l);
    if (this.#lanes.size > 0) void this.#look();
  }

  /** Hands that a commit of this process may fill at once. Undefined while it claims nothing. */
  hands(): Hands | undefined {
    return this.#stopping || !this.#life ? undefined : this.#crew.free(this.#life.worker);
  }

  /** Whether this worker sees to a lane anyway: it has it in hand, or is about to look at it. Then nobody need be rung. */
  seesTo({ lane, priority }: Pick<Ready, 'lane' | 'priority'>): boolean {
    if (this.#stopping || !this.#life) return false;
    if (this.#lanesInHand.has(lane) || this.#lanes.has(lane)) return true;
    if (priority > LEAST_URGENT) {
      // It found no hand free and waits for one; another process finds it by its tick. Ringing for it would cost more than it saves.
      this.#moreRest = true;
      return true;
    }
    // The look under way may have come too early.
    if (!this.#lookedAt.has(lane)) return false;
    this.ring([lane]);
    return true;
  }

  /** What a commit of this process leased to this worker. */
  begin(claims: readonly Claimed[]): void {
    for (const c of claims) void this.#do(c);
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
      if (due !== null && due <= now) {
        this.#moreDue = true;
        await this.#look();
      } else if (due !== null && due - now <= TICK) this.#precise = setTimeout(() => void this.tick(), due - now + 1);
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
    this.#second.end();
    let limit: NodeJS.Timeout | undefined;
    await Promise.race([this.quiet(), new Promise((r) => (limit = setTimeout(r, ms)))]);
    clearTimeout(limit);
    this.#inHand.end();
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
        this.#lookedAt = this.#lanes;
        this.#lanes = new Set();
        const lanes = [...this.#lookedAt];
        if (lanes.length > 0) {
          const left = await this.#claim(lanes);
          // Those that found no hand free are looked at when one is.
          if (left.urgent) for (const l of lanes) this.#lanes.add(l);
          if (left.rest) this.#moreRest = true;
        }
        if (this.#canTakeMore()) {
          const left = await this.#claim(undefined);
          this.#moreDue = left.urgent;
          this.#moreRest = left.rest;
        }
      } while (this.#lookAgain && !this.#stopping);
    })()
      .catch((error: unknown) => this.#o.report({ type: 'trouble', what: 'claim', error }))
      .finally(() => {
        this.#looking = undefined;
        this.#lookedAt = new Set();
        this.#maybeIdle();
      });
    return this.#looking;
  }

  #canTakeMore(): boolean {
    return this.#moreDue || (this.#moreRest && this.#crew.anyForRest);
  }

  /** Takes what hands are free for. Gives where there may be more than hands. */
  async #claim(lanes: readonly string[] | undefined): Promise<{ readonly urgent: boolean; readonly rest: boolean }> {
    let left = { urgent: false, rest: false };
    for (let more = true; more && this.#life && !this.#stopping; ) {
      const wish = this.#crew.wish(this.#life.worker);
      if (wish.most + wish.rest === 0) return { urgent: true, rest: true };
      const { claims, now } = await claim(this.#o.pool, lanes ? { ...wish, lanes } : wish);
      if (now !== undefined) this.#o.clock.learn(now);
      for (const c of claims) void this.#do(c);
      const urgent = claims.filter((c) => c.priority <= LEAST_URGENT).length;
      more = urgent === wish.most && wish.most > 0;
      left = { urgent: wish.to === 0, rest: claims.length - urgent === wish.rest };
    }
    return left;
  }

  async #do(c: Claimed): Promise<void> {
    const { ours, signal } = this.#inHand.take(c);
    this.#lanesInHand.set(c.lane, c.id);
    let told: Told = { held: false };
    try {
      this.#o.crash('after-claim', c.kind, c.key);
      const io = { now: () => this.#o.clock.now(), load: this.#o.load, ours, signal };
      const onBug = (error: unknown) => this.#o.report({ type: 'bug', effect: c, error });
      const performed = await perform(c, this.#o.handlers, io, onBug);
      this.#o.crash('after-effect', c.kind, c.key);
      told = await this.#o.settle(performed);
      this.#o.crash('after-settle', c.kind, c.key);
      const { status, error } = performed.settlement;
      this.#o.report({
        type: 'settled',
        effect: c,
        status: told.held ? status : 'fenced',
        ...(error ? { error } : {}),
      });
    } catch (error) {
      // The row stays leased; the lease brings it back.
      this.#o.report({ type: 'trouble', what: `settle ${c.kind}`, error });
    } finally {
      this.#inHand.drop(c);
    }
    this.#leave(c, told.held);
    this.#maybeIdle();
  }

  /** Done with what was at the head of a lane. What stands behind it is in hand already, as far as the commit could see it. */
  #leave({ id, lane }: Claimed, settled: boolean): void {
    if (this.#lanesInHand.get(lane) === id) {
      this.#lanesInHand.delete(lane);
      if (settled && !this.#stopping) this.#second.soon(lane);
    }
    if (this.#stopping) return;
    if (this.#lanes.size > 0 || this.#moreDue) void this.#look();
    else if (this.#canTakeMore()) this.#second.soon();
  }

  #maybeIdle(): void {
    if (this.#inHand.size > 0 || this.#looking !== undefined) return;
    for (const f of this.#idle.splice(0)) f();
  }
}
