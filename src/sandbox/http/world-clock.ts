/** The simulated world's own time: runs with real time, and can be moved forward. */

export class WorldClock {
  #offset = 0;
  readonly #moved = new Set<() => void>();

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offset;
  }

  advance(ms: number): void {
    this.#offset += ms;
    for (const f of this.#moved) f();
  }

  /** Calls `f` after each jump, so that what was waiting for a time can look again. */
  onMove(f: () => void): void {
    this.#moved.add(f);
  }
}
