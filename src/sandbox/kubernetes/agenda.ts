/** What will happen, and when: transitions are lived in order however far the clock jumps. */

interface Item {
  readonly at: number;
  readonly n: number;
  readonly run: () => void;
}

export class Agenda {
  readonly #items: Item[] = [];
  #n = 0;

  at(time: number, run: () => void): void {
    this.#n += 1;
    const item = { at: time, n: this.#n, run };
    // From the end: what is planned last usually comes last.
    let i = this.#items.length;
    while (i > 0 && this.#items[i - 1]!.at > time) i -= 1;
    this.#items.splice(i, 0, item);
  }

  get next(): number | undefined {
    return this.#items[0]?.at;
  }

  /** The first item not later than `time`, taken off the agenda. */
  take(time: number): Item | undefined {
    const first = this.#items[0];
    return first && first.at <= time ? this.#items.shift() : undefined;
  }
}
