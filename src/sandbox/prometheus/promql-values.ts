/** The values PromQL computes with, and the labels that tell them apart. */

export type LabelSet = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: LabelSet;
  readonly value: number;
}

export interface Point {
  readonly at: number;
  readonly value: number;
}

export interface RangeSample {
  readonly labels: LabelSet;
  readonly points: readonly Point[];
  /** The window, (start, end]. */
  readonly start: number;
  readonly end: number;
}

export type Value =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'vector'; readonly samples: readonly Sample[] }
  | { readonly type: 'matrix'; readonly ranges: readonly RangeSample[] };

/** A query that is PromQL but cannot be answered. */
export class ExecutionError extends Error {}

export function without(labels: LabelSet, drop: readonly string[]): LabelSet {
  return Object.fromEntries(Object.entries(labels).filter(([k]) => !drop.includes(k)));
}

export function only(labels: LabelSet, keep: readonly string[]): LabelSet {
  return Object.fromEntries(Object.entries(labels).filter(([k]) => keep.includes(k)));
}

export function withoutName(labels: LabelSet): LabelSet {
  return without(labels, ['__name__']);
}

/** The same for equal label sets, whatever their order. */
export function keyOf(labels: LabelSet): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Numbers as Prometheus writes them. */
export function format(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}
