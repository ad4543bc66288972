/** Timers in world time: they also fire when the clock is moved past them. */
import type { WorldClock } from '../../http/world-clock.ts';

interface Waiting {
  readonly due: number;
  readonly run: () => void;
  timer?: NodeJS.Timeout;
}

export class WorldTimers {
  readonly #clock: WorldClock;
  readonly #waiting = new Set<Waiting>();

  constructor(clock: WorldClock) {
    this.#clock = clock;
    clock.onMove(() => this.#look());
  }

  after(ms: number, run: () => void): void {
    const waiting: Waiting = { due: this.#clock.now() + ms, run };
    this.#waiting.add(waiting);
    this.#arm(waiting, ms);
  }

  clear(): void {
    for (const w of this.#waiting) clearTimeout(w.timer);
    this.#waiting.clear();
  }

  #arm(waiting: Waiting, ms: number): void {
    clearTimeout(waiting.timer);
    waiting.timer = setTimeout(() => this.#look(), Math.max(ms, 1));
    waiting.timer.unref();
  }

  #look(): void {
    const now = this.#clock.now();
    for (const w of [...this.#waiting].filter((x) => x.due <= now).sort((a, b) => a.due - b.due)) {
      clearTimeout(w.timer);
      this.#waiting.delete(w);
      w.run();
    }
    // The clock may have stood or jumped meanwhile: what is left waits for as long as it now takes.
    for (const w of this.#waiting) this.#arm(w, w.due - now);
  }
}
