/** States asked for at the same moment are read together: who asks while reads are under way shares the next with all others. */
import type { Pool } from '../db/pool.ts';
import type { DatabaseClock } from './clock.ts';
import type { Ref } from './decision.ts';
import { type Held, load, nameOf } from './loaded.ts';

interface Asker {
  readonly resolve: (held: Held | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads at a time: one that hangs on a dead connection must not hold up a page. */
const READERS = 2;

/** Most states in one read: they are parsed in one go. */
const MOST = 100;

export class Reads {
  readonly #pool: Pool;
  readonly #clock: DatabaseClock;
  readonly #waiting = new Map<string, { readonly ref: Ref; readonly askers: Asker[] }>();
  #readers = 0;

  constructor(pool: Pool, clock: DatabaseClock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** As it is now or a moment later, never as it was before. */
  state(ref: Ref): Promise<Held | undefined> {
    return new Promise((resolve, reject) => {
      const name = nameOf(ref);
      const one = this.#waiting.get(name) ?? { ref, askers: [] };
      one.askers.push({ resolve, reject });
      this.#waiting.set(name, one);
      if (this.#readers === READERS) return;
      this.#readers += 1;
      // At the end of this turn of the event loop: what asks together is read together.
      setImmediate(() => void this.#read());
    });
  }

  async #read(): Promise<void> {
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting].slice(0, MOST);
      for (const [name] of batch) this.#waiting.delete(name);
      try {
        const { aggregates, now } = await load(
          this.#pool,
          [],
          batch.map(([, { ref }]) => ref),
          [],
        );
        this.#clock.learn(now);
        for (const [name, { askers }] of batch) for (const a of askers) a.resolve(aggregates.get(name));
      } catch (error) {
        for (const [, { askers }] of batch) for (const a of askers) a.reject(error);
      }
    }
    this.#readers -= 1;
  }
}
