/** So many requests a minute of world time for each key. */

const WINDOW_MS = 60_000;

export interface Allowance {
  readonly ok: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export class RateLimit {
  readonly #limit: number;
  readonly #now: () => number;
  readonly #windows = new Map<string, { start: number; used: number }>();

  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  take(key: string): Allowance {
    const now = this.#now();
    let window = this.#windows.get(key);
    if (!window || now - window.start >= WINDOW_MS) {
      window = { start: now, used: 0 };
      this.#windows.set(key, window);
    }
    const ok = window.used < this.#limit;
    if (ok) window.used += 1;
    return {
      ok,
      limit: this.#limit,
      remaining: this.#limit - window.used,
      resetSeconds: Math.ceil((window.start + WINDOW_MS - now) / 1000),
    };
  }
}
