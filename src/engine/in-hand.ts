/**
 * The latest states this process wrote. Most of what a worker settles follows on what it settled a moment ago: then nothing
 * need be read. A stale one does no harm, because the version guard of the commit notices it and the state is read anew.
 */
import type { Ref } from './decision.ts';
import { type Held, nameOf } from './loaded.ts';

/** More would be memory without use: a worker is busy with far fewer at a time. */
const MOST = 1_024;

export class InHand {
  /** Least recently used first. */
  readonly #held = new Map<string, Held>();

  get(ref: Ref): Held | undefined {
    return this.#held.get(nameOf(ref));
  }

  put(held: Held): void {
    const name = nameOf(held.ref);
    this.#held.delete(name);
    this.#held.set(name, held);
    const [oldest] = this.#held.size > MOST ? this.#held.keys() : [];
    if (oldest !== undefined) this.#held.delete(oldest);
  }

  drop(ref: Ref): void {
    this.#held.delete(nameOf(ref));
  }
}
