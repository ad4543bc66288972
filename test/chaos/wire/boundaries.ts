/**
 * The places where a process can die between two durable things: each commit, each claim of work, each request to a vendor.
 * They are seen on the wire, from outside, and numbered per party, so that a fault can be aimed at the n-th of them.
 */

export type Party = 'bot' | 'worker';
/** `commit` writes decisions and settles, `claim` takes effects under lease, `request` leaves for a vendor. */
export type BoundaryKind = 'commit' | 'claim' | 'request';
/** Before it reaches the server, once the server is done and has not been heard, after the reply went out. */
export type Moment = 'before' | 'received' | 'replied';

export interface Boundary {
  readonly party: Party;
  readonly kind: BoundaryKind;
  /** `commit`, `claim`, or what is asked of whom: `slack POST /api/chat.update`. */
  readonly what: string;
  /** From 1, among those of the same party and `what`. */
  readonly n: number;
  /** The process at the other end. */
  readonly pid: number;
}

/** What becomes of the bytes: they go on, or the connection breaks instead. */
export type Deed = 'pass' | 'cut';
export type Watch = (b: Boundary, moment: Moment) => Deed | Promise<Deed>;

export const nameOf = (b: Pick<Boundary, 'party' | 'what' | 'n'>): string => `${b.party} ${b.what} #${b.n}`;

export class Boundaries {
  #counts = new Map<string, number>();
  #watch: Watch | undefined;
  /** Every boundary met since the last reset, in order. */
  met: Boundary[] = [];
  readonly #partyOf: (pid: number) => Party | undefined;

  constructor(partyOf: (pid: number) => Party | undefined) {
    this.#partyOf = partyOf;
  }

  /** Counts from 1 again. */
  reset(watch?: Watch): void {
    this.#counts = new Map();
    this.met = [];
    this.#watch = watch;
  }

  /** Undefined for a caller that is none of ours. */
  begin(pid: number | undefined, kind: BoundaryKind, what: string): Boundary | undefined {
    const party = pid === undefined ? undefined : this.#partyOf(pid);
    if (pid === undefined || party === undefined) return undefined;
    const n = (this.#counts.get(`${party} ${what}`) ?? 0) + 1;
    this.#counts.set(`${party} ${what}`, n);
    const b = { party, kind, what, n, pid };
    this.met.push(b);
    return b;
  }

  async at(b: Boundary | undefined, moment: Moment): Promise<Deed> {
    return b === undefined || this.#watch === undefined ? 'pass' : this.#watch(b, moment);
  }
}
