/** What went between the bot and the vendors, as far as a page has not been told yet. */
import type { Session } from '../session.ts';
import type { TrafficSection } from '../wire.ts';

/** A page that comes anew is shown the end of the list. */
const FIRST = 300;

export class TrafficNews {
  #told: number | undefined;

  next({ traffic }: Session): TrafficSection | undefined {
    const reset = this.#told === undefined;
    const rows = traffic.since(this.#told ?? 0);
    this.#told = traffic.changes;
    if (reset) return { reset, rows: rows.slice(-FIRST) };
    return rows.length > 0 ? { reset, rows } : undefined;
  }
}
