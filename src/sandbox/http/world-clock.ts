/** The simulated world's own time: runs with real time, can be moved forward, and can stand still. */

export class WorldClock {
  #offset = 0;
  #standsAt: number | undefined;
  readonly #moved = new Set<() => void>();

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#standsAt ?? Date.now() + this.#offset;
  }

  get stands(): boolean {
    return this.#standsAt !== undefined;
  }

  advance(ms: number): void {
    if (this.#standsAt === undefined) this.#offset += ms;
    else this.#standsAt += ms;
    this.#tell();
  }

  /** Time stops, now or at this instant; it can still be moved. */
  stand(at = this.now()): void {
    this.#standsAt ??= at;
  }

  /** Time goes on from where it stands. */
  go(): void {
    if (this.#standsAt === undefined) return;
    this.#offset = this.#standsAt - Date.now();
    this.#standsAt = undefined;
    this.#tell();
  }

  /** Calls `f` after each jump and each time it goes on, so that what was waiting for a time can look again. */
  onMove(f: () => void): void {
    this.#moved.add(f);
  }

  #tell(): void {
    for (const f of this.#moved) f();
  }
}
