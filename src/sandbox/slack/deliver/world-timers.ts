/** Timers in world time: they also fire when the clock is moved past them. */
import type { WorldClock } from '../../http/world-clock.ts';

interface Waiting {
  readonly due: number;
  readonly run: () => void;
  timer: NodeJS.Timeout;
}

export class WorldTimers {
  readonly #clock: WorldClock;
  readonly #waiting = new Set<Waiting>();

  constructor(clock: WorldClock) {
    this.#clock = clock;
    clock.onMove(() => this.#look());
  }

  after(ms: number, run: () => void): void {
    const timer = setTimeout(() => this.#look(), ms);
    timer.unref();
    this.#waiting.add({ due: this.#clock.now() + ms, run, timer });
  }

  clear(): void {
    for (const w of this.#waiting) clearTimeout(w.timer);
    this.#waiting.clear();
  }

  #look(): void {
    const now = this.#clock.now();
    for (const w of [...this.#waiting].filter((x) => x.due <= now).sort((a, b) => a.due - b.due)) {
      clearTimeout(w.timer);
      this.#waiting.delete(w);
      w.run();
    }
  }
}
