/** A counterexample: what people did, and where the product and the model no longer agree. */
export class Differs extends Error {
  /** What led there, in order. */
  readonly story: string[] = [];
  readonly #what: string;

  constructor(what: string) {
    super(what);
    this.#what = what;
  }

  /** Something came before. */
  after(name: string): this {
    this.story.unshift(name);
    this.message = `${this.story.join(' → ')}\n${this.#what}`;
    return this;
  }
}

/** Whatever goes wrong in `play` is told with what was being played. */
export function telling<T>(name: string, play: () => T): T {
  try {
    return play();
  } catch (e) {
    if (e instanceof Differs) throw e.after(name);
    throw new Differs(e instanceof Error ? (e.stack ?? e.message) : String(e)).after(name);
  }
}

export function same(what: string, product: string, model: string): void {
  if (product !== model) throw new Differs(`${what}\n  product: ${product}\n  model:   ${model}`);
}
