/**
 * The database's clock, as this process knows it between two looks: an offset from the monotonic clock, refreshed by every
 * statement that returns the time. Nothing decides by Date.now(); a wrong wall clock here changes nothing.
 */
import { performance } from 'node:perf_hooks';

export class DatabaseClock {
  #offset: number | undefined;

  /** Milliseconds since the epoch, by the database. Throws before the first look. */
  now(): number {
    if (this.#offset === undefined) throw new Error('the database clock has not been read yet');
    return Math.floor(performance.now() + this.#offset);
  }

  /** Learns from a statement that returned the database's time. */
  learn(ms: number): void {
    this.#offset = ms - performance.now();
  }

  get known(): boolean {
    return this.#offset !== undefined;
  }
}
