/** How an image behaves once it runs; the one fact about an image that the cluster's API cannot see. */

export const BEHAVIOURS = ['good', 'crash', 'pull', 'errors'] as const;

/**
 * `crash`: serves for some seconds, dies, and every restart in the same pod dies at start.
 * `pull`: the registry does not have it. `errors`: ready, but answers half of its requests with 500.
 */
export type Behaviour = (typeof BEHAVIOURS)[number];

export class Images {
  readonly #marked = new Map<string, Behaviour>();

  mark(image: string, behaviour: Behaviour): void {
    this.#marked.set(image, behaviour);
  }

  of(image: string): Behaviour {
    return this.#marked.get(image) ?? 'good';
  }
}
