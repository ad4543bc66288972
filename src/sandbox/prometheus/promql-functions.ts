/** PromQL's functions over instant and range vectors. */
import type { Point, RangeSample, Sample } from './promql-values.ts';
import { keyOf, without, withoutName } from './promql-values.ts';

/** Growth over the window with counter resets added, extrapolated to the window's edges as Prometheus does. */
function extrapolated(r: RangeSample, counter: boolean, perSecond: boolean): number | undefined {
  const { points } = r;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return undefined;
  let growth = last.value - first.value;
  if (counter)
    for (const [i, p] of points.entries()) if (i > 0 && p.value < points[i - 1]!.value) growth += points[i - 1]!.value;
  const seconds = (ms: number) => ms / 1000;
  const sampled = seconds(last.at - first.at);
  const average = sampled / (points.length - 1);
  const threshold = average * 1.1;
  let toStart = seconds(first.at - r.start);
  let toEnd = seconds(r.end - last.at);
  if (toStart >= threshold) toStart = average / 2;
  // A counter cannot have been below zero: no extrapolation beyond where it would have been.
  if (counter && growth > 0 && first.value >= 0) toStart = Math.min(toStart, sampled * (first.value / growth));
  if (toEnd >= threshold) toEnd = average / 2;
  const scaled = growth * ((sampled + toStart + toEnd) / sampled);
  return perSecond ? scaled / seconds(r.end - r.start) : scaled;
}

function instantRate({ points }: RangeSample): number | undefined {
  const last = points.at(-1);
  const before = points.at(-2);
  if (!last || !before) return undefined;
  const growth = last.value < before.value ? last.value : last.value - before.value;
  return growth / ((last.at - before.at) / 1000);
}

const values = (r: RangeSample) => r.points.map((p: Point) => p.value);
const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);
const pairs = (r: RangeSample, test: (a: number, b: number) => boolean) =>
  values(r).filter((v, i, all) => i > 0 && test(all[i - 1] ?? v, v)).length;

const OVER_RANGE: Readonly<Record<string, (r: RangeSample) => number | undefined>> = {
  rate: (r) => extrapolated(r, true, true),
  increase: (r) => extrapolated(r, true, false),
  delta: (r) => extrapolated(r, false, false),
  irate: instantRate,
  changes: (r) => pairs(r, (a, b) => a !== b),
  resets: (r) => pairs(r, (a, b) => b < a),
  avg_over_time: (r) => sum(values(r)) / r.points.length,
  sum_over_time: (r) => sum(values(r)),
  min_over_time: (r) => Math.min(...values(r)),
  max_over_time: (r) => Math.max(...values(r)),
  count_over_time: (r) => r.points.length,
  last_over_time: (r) => r.points.at(-1)?.value,
};

export function overRange(name: string, ranges: readonly RangeSample[]): Sample[] {
  const f = OVER_RANGE[name];
  return ranges.flatMap((r) => {
    const value = r.points.length === 0 ? undefined : f?.(r);
    return value === undefined ? [] : [{ labels: name === 'last_over_time' ? r.labels : withoutName(r.labels), value }];
  });
}

const ON_EACH: Readonly<Record<string, (v: number, n: number) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  sqrt: Math.sqrt,
  // Ties round up, towards the given multiple.
  round: (v, n) => Math.floor(v / n + 0.5) * n,
  clamp_min: (v, n) => Math.max(v, n),
  clamp_max: (v, n) => Math.min(v, n),
};

export function onEach(name: string, samples: readonly Sample[], parameter: number): Sample[] | undefined {
  const f = ON_EACH[name];
  return f && samples.map((s) => ({ labels: withoutName(s.labels), value: f(s.value, parameter) }));
}

/** Finds the bucket the quantile falls into and interpolates within it. */
export function histogramQuantile(q: number, samples: readonly Sample[]): Sample[] {
  const groups = new Map<string, Sample[]>();
  for (const s of samples) {
    if (s.labels.le === undefined) continue;
    const key = keyOf(without(s.labels, ['le', '__name__']));
    groups.set(key, [...(groups.get(key) ?? []), s]);
  }
  return [...groups.values()].map((buckets) => ({
    labels: without(buckets[0]?.labels ?? {}, ['le', '__name__']),
    value: quantileOf(
      q,
      buckets.map((b) => ({ bound: bound(b.labels.le ?? ''), count: b.value })),
    ),
  }));
}

const bound = (le: string) => (le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le));

function quantileOf(q: number, unsorted: { bound: number; count: number }[]): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  const buckets = unsorted.sort((a, b) => a.bound - b.bound);
  const last = buckets.at(-1);
  if (!last || last.bound !== Number.POSITIVE_INFINITY || buckets.length < 2 || last.count === 0) return Number.NaN;
  const rank = q * last.count;
  const i = buckets.findIndex((b) => b.count >= rank);
  const here = buckets[i];
  const below = buckets[i - 1];
  if (!here) return Number.NaN;
  if (here === last) return buckets.at(-2)?.bound ?? Number.NaN;
  if (i === 0 && here.bound <= 0) return here.bound;
  const from = below?.bound ?? 0;
  const before = below?.count ?? 0;
  return here.count === before ? from : from + ((here.bound - from) * (rank - before)) / (here.count - before);
}
