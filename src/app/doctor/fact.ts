/** Something several checks stand on, found out once. When it fails, one check says so and the others are skipped. */
import { CannotTell } from './finding.ts';

export class Fact<T> {
  readonly #judge: string;
  readonly #find: () => Promise<T>;
  #found: Promise<T> | undefined;

  /** `judge` is the id of the check that tells what went wrong. */
  constructor(judge: string, find: () => Promise<T>) {
    this.#judge = judge;
    this.#find = find;
  }

  /** For the check that judges it: fails as it failed. */
  get(): Promise<T> {
    this.#found ??= this.#find();
    return this.#found;
  }

  /** For all others. */
  async known(): Promise<T> {
    try {
      return await this.get();
    } catch (e) {
      throw e instanceof CannotTell ? e : new CannotTell(`not known before ${this.#judge} is well`);
    }
  }
}
