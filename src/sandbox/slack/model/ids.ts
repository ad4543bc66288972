/** Timestamps and ids: unique for the life of the world, and across its restarts, because both come from its time. */

export class Ids {
  readonly #now: () => number;
  #last = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  #micros(): number {
    this.#last = Math.max(this.#last + 1, this.#now() * 1000);
    return this.#last;
  }

  /** A message timestamp: later than every one before it, also when many messages share a millisecond. */
  ts(): string {
    const micros = this.#micros();
    return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
  }

  /** `U0…`, `C0…`: upper-case letters and digits, as Slack's are. */
  next(prefix: string): string {
    return `${prefix}0${this.#micros().toString(36).toUpperCase()}`;
  }

  /** Thirteen digits, a dot, thirteen digits, a dot, hex: what Slack accepts as a trigger id. */
  trigger(): string {
    const micros = this.#micros();
    return `${Math.floor(micros / 1000)}.${micros}.${micros.toString(16).padStart(16, '0')}`;
  }

  seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  now(): number {
    return this.#now();
  }
}
