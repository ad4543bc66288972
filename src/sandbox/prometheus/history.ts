/** Counters that grow at a known rate between transitions, and gauges that step: exact at any instant, whatever the jumps. */

interface Piece {
  readonly from: number;
  readonly base: readonly number[];
  /** Growth a second. */
  readonly rate: readonly number[];
}

/** Several counters of one process, from its start to its end. */
export class CounterHistory {
  readonly startedAt: number;
  endedAt: number | undefined;
  #pieces: Piece[];

  constructor(startedAt: number, rate: readonly number[]) {
    this.startedAt = startedAt;
    this.#pieces = [{ from: startedAt, base: rate.map(() => 0), rate }];
  }

  /** From now on the counters grow at these rates. */
  change(now: number, rate: readonly number[]): void {
    const last = this.#pieces.at(-1);
    if (!last || rate.every((r, i) => r === last.rate[i])) return;
    const base = last.base.map((b, i) => b + ((last.rate[i] ?? 0) * (now - last.from)) / 1000);
    this.#pieces.push({ from: now, base, rate });
  }

  at(i: number, time: number): number | undefined {
    if (time < this.startedAt || (this.endedAt !== undefined && time >= this.endedAt)) return undefined;
    return this.#pieces.some((p) => p.from <= time) ? this.#value(i, time) : undefined;
  }

  #value(i: number, time: number): number {
    const piece = this.#pieces.findLast((p) => p.from <= time) ?? this.#pieces[0];
    return piece ? (piece.base[i] ?? 0) + ((piece.rate[i] ?? 0) * (time - piece.from)) / 1000 : 0;
  }

  /** How much a counter grew between two instants, as far as the process lived then. */
  growth(i: number, from: number, to: number): number {
    const [first, last] = [Math.max(from, this.startedAt), Math.min(to, this.endedAt ?? to)];
    if (first >= last) return 0;
    return this.#value(i, last) - this.#value(i, first);
  }

  forgetBefore(time: number): void {
    const keep = this.#pieces.findLastIndex((p) => p.from <= time);
    if (keep > 0) this.#pieces = this.#pieces.slice(keep);
  }
}

/** A value that holds until it changes; undefined while there is none. */
export class StepHistory {
  #steps: { from: number; value: number | undefined }[] = [];

  set(now: number, value: number | undefined): void {
    if (this.#steps.at(-1)?.value === value && this.#steps.length > 0) return;
    this.#steps.push({ from: now, value });
  }

  at(time: number): number | undefined {
    return this.#steps.findLast((s) => s.from <= time)?.value;
  }

  /** Whether anything is left to remember after that. */
  forgetBefore(time: number): boolean {
    const keep = this.#steps.findLastIndex((s) => s.from <= time);
    if (keep > 0) this.#steps = this.#steps.slice(keep);
    const [only] = this.#steps;
    return this.#steps.length > 1 || only?.value !== undefined;
  }
}
