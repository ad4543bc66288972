/**
 * Notices that this process stood still: a beat that comes much too late says that time passed without it. A worker that was
 * frozen may no longer have what it has in hand, whatever its memory says.
 */
const EVERY = 250;
/** A busy event loop is late, but not by this much, milliseconds. */
const TOO_LATE = 1_000;

export class Heartbeat {
  #last = performance.now();
  /** When the last standstill was noticed, on the monotonic clock. */
  #stoodStill = Number.NEGATIVE_INFINITY;
  readonly #timer: NodeJS.Timeout;

  /** `onFrozen` is called once for each standstill. */
  constructor(onFrozen: () => void) {
    this.#timer = setInterval(() => {
      const now = performance.now();
      const frozen = now - this.#last > TOO_LATE;
      this.#last = now;
      if (!frozen) return;
      this.#stoodStill = now;
      onFrozen();
    }, EVERY).unref();
  }

  /** Whether the process went on without a break since then (monotonic clock). What the first beat has not noticed yet counts. */
  steadySince(then: number): boolean {
    return this.#stoodStill < then && performance.now() - this.#last < TOO_LATE;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
