/** Every request the simulated world received, in order, written before it is answered: what tests assert on. */

export interface LedgerEntry {
  readonly n: number;
  /** World time, milliseconds since the epoch. */
  readonly at: number;
  readonly server: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON or form body; text otherwise; undefined when empty. */
  readonly body: unknown;
  /** Set once the answer went out; 0 when the connection was cut on purpose. */
  status?: number;
  /** The fault that met this request, if any. */
  fault?: string;
  /** The body of the answer, cut at `REPLY_KEPT`; only of the newest requests, and never of a stream. */
  reply?: string;
}

export const REPLY_KEPT = 64 * 1024;
/** How many answers are remembered: a world that runs all day must not fill the memory. */
const REPLIES_KEPT = 500;

export class Ledger {
  readonly entries: LedgerEntry[] = [];
  /** World time. */
  readonly now: () => number;
  readonly #watchers = new Set<(e: LedgerEntry) => void>();
  readonly #settled = new Set<(e: LedgerEntry) => void>();
  readonly #withReply: LedgerEntry[] = [];

  constructor(now: () => number) {
    this.now = now;
  }

  write(e: Omit<LedgerEntry, 'n' | 'at'>): LedgerEntry {
    const entry = { ...e, n: this.entries.length + 1, at: this.now() };
    this.entries.push(entry);
    for (const w of this.#watchers) w(entry);
    return entry;
  }

  /** Calls `watch` for each entry as it is written; returns how to stop. */
  onWrite(watch: (e: LedgerEntry) => void): () => void {
    this.#watchers.add(watch);
    return () => this.#watchers.delete(watch);
  }

  /** The answer went out, or the connection was cut (status 0). */
  settle(entry: LedgerEntry, status: number, reply?: string): void {
    entry.status = status;
    if (reply) {
      entry.reply = reply.length > REPLY_KEPT ? `${reply.slice(0, REPLY_KEPT)}…` : reply;
      this.#withReply.push(entry);
      if (this.#withReply.length > REPLIES_KEPT) delete this.#withReply.shift()?.reply;
    }
    for (const w of this.#settled) w(entry);
  }

  /** Calls `watch` for each entry once it is answered; returns how to stop. */
  onSettle(watch: (e: LedgerEntry) => void): () => void {
    this.#settled.add(watch);
    return () => this.#settled.delete(watch);
  }

  of(server: string, path?: string | RegExp): LedgerEntry[] {
    return this.entries.filter(
      (e) =>
        e.server === server &&
        (path === undefined || (typeof path === 'string' ? e.path === path : path.test(`${e.method} ${e.path}`))),
    );
  }
}
