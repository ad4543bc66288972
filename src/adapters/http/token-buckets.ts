/** One rate budget per key (a channel, a routing key), so that a limit met by one never slows another. */
import { performance } from 'node:perf_hooks';

export interface BucketRate {
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  left: number;
  at: number;
  parkedUntil: number;
}

const MANY = 10_000;

export class TokenBuckets {
  readonly #rate: BucketRate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** `now` in milliseconds; any monotonic clock. */
  constructor(rate: BucketRate, now: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#now = now;
  }

  /** 0 when the call may go now, otherwise milliseconds to wait; then nothing was taken. */
  take(key: string): number {
    const now = this.#now();
    const b = this.#filled(key, now);
    if (b.parkedUntil > now) return Math.ceil(b.parkedUntil - now);
    if (b.left < 1) return Math.ceil(((1 - b.left) / this.#rate.perSecond) * 1000);
    b.left -= 1;
    return 0;
  }

  /** The other side said so: nothing for this key until then. */
  park(key: string, ms: number): void {
    const now = this.#now();
    const b = this.#filled(key, now);
    b.parkedUntil = Math.max(b.parkedUntil, now + ms);
  }

  #filled(key: string, now: number): Bucket {
    const { perSecond, burst } = this.#rate;
    let b = this.#buckets.get(key);
    if (!b) {
      if (this.#buckets.size >= MANY) this.#forgetFull(now);
      b = { left: burst, at: now, parkedUntil: 0 };
      this.#buckets.set(key, b);
    }
    b.left = Math.min(burst, b.left + (Math.max(0, now - b.at) / 1000) * perSecond);
    b.at = now;
    return b;
  }

  #forgetFull(now: number): void {
    const full = (this.#rate.burst / this.#rate.perSecond) * 1000;
    for (const [key, b] of this.#buckets) if (now - b.at >= full && b.parkedUntil <= now) this.#buckets.delete(key);
  }
}
