/** PromQL's aggregations: many series into one for each group. */
import type { Aggregator, Grouping } from './promql-ast.ts';
import { keyOf, type LabelSet, only, type Sample, without } from './promql-values.ts';

export function aggregate(op: Aggregator, samples: readonly Sample[], grouping: Grouping, parameter: number): Sample[] {
  const groups = new Map<string, { labels: LabelSet; members: Sample[] }>();
  for (const s of samples) {
    const labels = grouping.by ? only(s.labels, grouping.labels) : without(s.labels, [...grouping.labels, '__name__']);
    const key = keyOf(labels);
    const group = groups.get(key) ?? { labels, members: [] };
    group.members.push(s);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ labels, members }): Sample[] => {
    if (op === 'topk' || op === 'bottomk') return extremes(members, parameter, op === 'topk' ? -1 : 1);
    const values = members.map((m) => m.value);
    return [{ labels, value: reduce(op, values, parameter) }];
  });
}

/** These keep their own labels: they are picked, not merged. */
function extremes(members: readonly Sample[], k: number, direction: 1 | -1): Sample[] {
  const rank = (s: Sample) => (Number.isNaN(s.value) ? Number.POSITIVE_INFINITY : direction * s.value);
  return [...members].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, Math.floor(k)));
}

function reduce(op: Exclude<Aggregator, 'topk' | 'bottomk'>, values: readonly number[], parameter: number): number {
  const sum = values.reduce((a, b) => a + b, 0);
  const mean = sum / values.length;
  switch (op) {
    case 'sum':
      return sum;
    case 'avg':
      return mean;
    case 'count':
      return values.length;
    case 'group':
      return 1;
    case 'max':
      return Math.max(...values);
    case 'min':
      return Math.min(...values);
    case 'stddev':
      return Math.sqrt(values.reduce((a, v) => a + (v - mean) ** 2, 0) / values.length);
    case 'quantile':
      return quantile(parameter, values);
  }
}

function quantile(q: number, values: readonly number[]): number {
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = q * (sorted.length - 1);
  const low = sorted[Math.floor(rank)] ?? Number.NaN;
  const high = sorted[Math.ceil(rank)] ?? low;
  return low + (high - low) * (rank - Math.floor(rank));
}
