/**
 * What this worker has in hand: renewed while it lasts, given up when the database says that it is somebody else's, and in
 * doubt after the process stood still, until the next renewal.
 */
import type { Pool } from '../db/pool.ts';
import { renew } from './claims.ts';
import { LEAST_URGENT } from './decision.ts';
import type { Claimed } from './effect.ts';
import { Heartbeat } from './heartbeat.ts';

/** Milliseconds; a third of a lease and less. */
const EVERY = 3_000;

export interface Lease {
  readonly claim: Claimed;
  /** Aborted when the lease is lost, or given up at the end. */
  readonly signal: AbortSignal;
  /** False while it may be somebody else's. */
  readonly ours: () => boolean;
}

interface Hold extends Lease {
  readonly abort: AbortController;
  /** On the monotonic clock. */
  renewedAt: number;
}

export interface LeasesOptions {
  readonly pool: Pool;
  /** The number leases are held under; undefined while there is none. */
  readonly worker: () => number | undefined;
  readonly onTrouble: (error: unknown) => void;
}

export class Leases {
  readonly #o: LeasesOptions;
  readonly #held = new Map<number, Hold>();
  #urgent = 0;
  #renewing: NodeJS.Timeout | undefined;
  #beat: Heartbeat | undefined;

  constructor(options: LeasesOptions) {
    this.#o = options;
  }

  get size(): number {
    return this.#held.size;
  }

  /** How many of them hurry. */
  get urgent(): number {
    return this.#urgent;
  }

  begin(): void {
    this.#beat = new Heartbeat(() => void this.#renew());
    this.#renewing = setInterval(() => void this.#renew(), EVERY);
  }

  take(claim: Claimed): Lease {
    const abort = new AbortController();
    const hold: Hold = {
      claim,
      abort,
      signal: abort.signal,
      renewedAt: performance.now(),
      ours: () => !abort.signal.aborted && this.#beat?.steadySince(hold.renewedAt) === true,
    };
    this.drop(claim);
    this.#held.set(claim.id, hold);
    if (claim.priority <= LEAST_URGENT) this.#urgent += 1;
    return hold;
  }

  drop({ id, priority }: Claimed): void {
    if (this.#held.delete(id) && priority <= LEAST_URGENT) this.#urgent -= 1;
  }

  /** Leaves to its lease whatever is still in hand. */
  end(): void {
    clearInterval(this.#renewing);
    this.#beat?.stop();
    for (const { abort } of this.#held.values()) abort.abort();
  }

  async #renew(): Promise<void> {
    const held = [...this.#held.values()];
    const worker = this.#o.worker();
    if (held.length === 0 || worker === undefined) return;
    const claims = held.map((h) => h.claim);
    // Counted from before the question: the answer may lie unread while this process is frozen.
    const asked = performance.now();
    try {
      const ours = await renew(this.#o.pool, worker, claims);
      for (const h of held) {
        if (ours.has(h.claim.id)) h.renewedAt = asked;
        else if (this.#held.has(h.claim.id)) h.abort.abort();
      }
    } catch (error) {
      this.#o.onTrouble(error);
    }
  }
}
