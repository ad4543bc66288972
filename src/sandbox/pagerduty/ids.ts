/** Ids as PagerDuty writes them (P… for things, Q… for incidents), the same in every run. */
import { createHash } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export class Ids {
  readonly #given = new Map<string, number>();

  /** @param what one counter per kind of thing, so that a new user does not shift the ids of incidents */
  next(what: string, prefix: string, length: number): string {
    const n = (this.#given.get(what) ?? 0) + 1;
    this.#given.set(what, n);
    const hash = createHash('sha256').update(`${what}/${n}`).digest();
    return prefix + Array.from(hash.subarray(0, length - prefix.length), (b) => ALPHABET[b % 32]).join('');
  }
}
