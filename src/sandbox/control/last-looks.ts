/** How far each person has read each channel. What was there before anybody looked counts as read. */
export class LastLooks {
  readonly #begin: string;
  readonly #seen = new Map<string, string>();

  /** @param begin timestamp before the first message anybody can have missed */
  constructor(begin: string) {
    this.#begin = begin;
  }

  of(person: string, channel: string): string {
    return this.#seen.get(`${person}/${channel}`) ?? this.#begin;
  }

  /** A look never goes back: what was read stays read. */
  seen(person: string, channel: string, ts: string): void {
    if (ts > this.of(person, channel)) this.#seen.set(`${person}/${channel}`, ts);
  }
}
