/** Slack's rate limits as token buckets in world time: per method, and per channel for posting. */
import type { Tier } from './method.ts';

interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}

export type RateLimits = Readonly<Record<Exclude<Tier, 'unlimited'>, Rate>>;

/** What Slack documents. */
export const strictLimits: RateLimits = {
  tier1: { perMinute: 1, burst: 1 },
  tier2: { perMinute: 20, burst: 20 },
  tier3: { perMinute: 50, burst: 50 },
  tier4: { perMinute: 100, burst: 100 },
  posting: { perMinute: 60, burst: 5 },
};

/** Never in the way of a test that is about something else. */
export const generousLimits: RateLimits = {
  tier1: { perMinute: 6_000, burst: 1_000 },
  tier2: { perMinute: 60_000, burst: 10_000 },
  tier3: { perMinute: 60_000, burst: 10_000 },
  tier4: { perMinute: 60_000, burst: 10_000 },
  posting: { perMinute: 60_000, burst: 10_000 },
};

export class RateLimiter {
  readonly #now: () => number;
  readonly #buckets = new Map<string, { left: number; at: number }>();
  #limits: RateLimits;

  constructor(now: () => number, limits: RateLimits) {
    this.#now = now;
    this.#limits = limits;
  }

  /** Starts over with full buckets. */
  use(limits: RateLimits): void {
    this.#limits = limits;
    this.#buckets.clear();
  }

  /** Seconds to wait, or undefined when the call may pass. */
  take(tier: Tier, key: string): number | undefined {
    if (tier === 'unlimited') return undefined;
    const { perMinute, burst } = this.#limits[tier];
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + ((now - bucket.at) / 60_000) * perMinute);
    this.#buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
    return left >= 1 ? undefined : Math.max(1, Math.ceil(((1 - left) / perMinute) * 60));
  }
}
