/** Numbers for new aggregates. One drawn for what was then not made (a refusal, a lost race) goes to the next: few holes. */
import type { Ref } from './decision.ts';

/** Kept at most, per kind: more would make old numbers turn up late. */
const MOST_SPARE = 100;

export class Numbers {
  readonly #spare = new Map<string, number[]>();

  /** The lowest spare one, or undefined: then the database's sequence is asked. */
  take(kind: string): number | undefined {
    return this.#spare.get(kind)?.shift();
  }

  /** Only what surely was not written: a number whose commit may stand is never given twice. */
  giveBack(refs: readonly Ref[]): void {
    for (const { kind, id } of refs) {
      const spare = [...(this.#spare.get(kind) ?? []), id].sort((a, b) => a - b);
      this.#spare.set(kind, spare.slice(0, MOST_SPARE));
    }
  }
}
