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
}

export class Ledger {
  readonly entries: LedgerEntry[] = [];
  /** World time. */
  readonly now: () => number;
  readonly #watchers = new Set<(e: LedgerEntry) => void>();

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

  of(server: string, path?: string | RegExp): LedgerEntry[] {
    return this.entries.filter(
      (e) =>
        e.server === server &&
        (path === undefined || (typeof path === 'string' ? e.path === path : path.test(`${e.method} ${e.path}`))),
    );
  }
}
