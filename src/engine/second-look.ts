/**
 * A look a moment later: at a lane that was left, for what another process added while the commit was under way and rang for too
 * early; and for posts, when a hand is free again, because a look for each of them would cost more than the post.
 */

/** Milliseconds. */
const AFTER = 50;

export class SecondLook {
  readonly #look: (lanes: readonly string[]) => void;
  readonly #lanes = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(look: (lanes: readonly string[]) => void) {
    this.#look = look;
  }

  /** What is asked for until then shares one. */
  soon(lane?: string): void {
    if (lane !== undefined) this.#lanes.add(lane);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const lanes = [...this.#lanes];
      this.#lanes.clear();
      this.#look(lanes);
    }, AFTER);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
