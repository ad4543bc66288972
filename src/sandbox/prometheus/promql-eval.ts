/** Evaluates a parsed query at one instant over the series of the world. */
import { aggregate } from './promql-aggregate.ts';
import type { Expr, Matcher, Selector } from './promql-ast.ts';
import { scalars, vectors, withScalar } from './promql-binary.ts';
import { histogramQuantile, onEach, overRange } from './promql-functions.ts';
import {
  keyOf,
  type LabelSet,
  type Point,
  type RangeSample,
  type Sample,
  type Value,
  withoutName,
} from './promql-values.ts';
import { lastScrape, SCRAPE_EVERY, type Series, type SeriesSource } from './series.ts';

export interface Evaluation {
  readonly source: SeriesSource;
  readonly at: number;
}

export function evaluate(e: Expr, x: Evaluation): Value {
  switch (e.kind) {
    case 'number':
      return { type: 'scalar', value: e.value };
    case 'string':
      return { type: 'string', value: e.value };
    case 'selector':
      return e.range === undefined ? vector(instant(e, x)) : { type: 'matrix', ranges: range(e, e.range, x) };
    case 'negate': {
      const v = evaluate(e.of, x);
      if (v.type === 'scalar') return { type: 'scalar', value: -v.value };
      return vector(samplesOf(v).map((s) => ({ labels: withoutName(s.labels), value: -s.value })));
    }
    case 'aggregate': {
      const parameter = e.parameter ? scalarOf(evaluate(e.parameter, x)) : Number.NaN;
      return vector(aggregate(e.op, samplesOf(evaluate(e.of, x)), e.grouping, parameter));
    }
    case 'binary': {
      const left = evaluate(e.left, x);
      const right = evaluate(e.right, x);
      if (left.type === 'scalar' && right.type === 'scalar')
        return { type: 'scalar', value: scalars(e.op, left.value, right.value) };
      if (left.type === 'scalar') return vector(withScalar(e.op, samplesOf(right), left.value, true, e.bool));
      if (right.type === 'scalar') return vector(withScalar(e.op, samplesOf(left), right.value, false, e.bool));
      return vector(vectors(e.op, samplesOf(left), samplesOf(right), e.matching, e.bool));
    }
    case 'call':
      return call(e.name, e.args, x);
  }
}

function call(name: string, args: readonly Expr[], x: Evaluation): Value {
  const [first, second] = args;
  if (name === 'time') return { type: 'scalar', value: x.at / 1000 };
  const value = first ? evaluate(first, x) : undefined;
  if (!value) return vector([]);
  if (value.type === 'matrix') return vector(overRange(name, value.ranges));
  if (name === 'vector') return vector([{ labels: {}, value: scalarOf(value) }]);
  if (name === 'histogram_quantile' && second)
    return vector(histogramQuantile(scalarOf(value), samplesOf(evaluate(second, x))));
  const samples = samplesOf(value);
  if (name === 'scalar')
    return { type: 'scalar', value: samples.length === 1 ? (samples[0]?.value ?? Number.NaN) : Number.NaN };
  if (name === 'sort') return vector([...samples].sort((a, b) => a.value - b.value));
  if (name === 'sort_desc') return vector([...samples].sort((a, b) => b.value - a.value));
  if (name === 'absent') return vector(samples.length > 0 ? [] : [{ labels: absentLabels(first), value: 1 }]);
  return vector(onEach(name, samples, second ? scalarOf(evaluate(second, x)) : 1) ?? []);
}

const vector = (samples: readonly Sample[]): Value => ({ type: 'vector', samples });
const samplesOf = (v: Value): readonly Sample[] => (v.type === 'vector' ? v.samples : []);
const scalarOf = (v: Value): number => (v.type === 'scalar' ? v.value : Number.NaN);

/** The labels one knows what is absent would have had. */
function absentLabels(e: Expr | undefined): LabelSet {
  if (e?.kind !== 'selector') return {};
  return Object.fromEntries(
    e.matchers.filter((m) => m.op === '=' && m.label !== '__name__').map((m) => [m.label, m.value]),
  );
}

function matching(s: Selector, source: SeriesSource): readonly Series[] {
  const name = s.matchers.find((m) => m.label === '__name__' && m.op === '=')?.value;
  const tests = s.matchers.map(test);
  return source.named(name).filter((series) => tests.every((t) => t(series.labels)));
}

/** Regular expressions match the whole value; an absent label is empty. */
function test(m: Matcher): (labels: LabelSet) => boolean {
  if (m.op === '=' || m.op === '!=') return (l) => ((l[m.label] ?? '') === m.value) === (m.op === '=');
  const pattern = new RegExp(`^(?:${m.value})$`, 's');
  return (l) => pattern.test(l[m.label] ?? '') === (m.op === '=~');
}

function instant(s: Selector, x: Evaluation): Sample[] {
  const at = lastScrape(x.at - s.offset);
  return merge(
    matching(s, x.source).flatMap((series) => {
      const value = series.at(at);
      return value === undefined ? [] : [{ labels: series.labels, points: [{ at, value }] }];
    }),
  ).map(({ labels, points }) => ({ labels, value: points.at(-1)?.value ?? Number.NaN }));
}

function range(s: Selector, span: number, x: Evaluation): RangeSample[] {
  const end = x.at - s.offset;
  const start = end - span;
  const scrapes: number[] = [];
  for (let t = lastScrape(end); t > start; t -= SCRAPE_EVERY) scrapes.unshift(t);
  const found = matching(s, x.source).map((series) => ({
    labels: series.labels,
    points: scrapes.flatMap((at): Point[] => {
      const value = series.at(at);
      return value === undefined ? [] : [{ at, value }];
    }),
  }));
  return merge(found.filter((f) => f.points.length > 0)).map((f) => ({ ...f, start, end }));
}

/** A restarted container goes on in the same series: its counters only begin again at zero. */
function merge<T extends { labels: LabelSet; points: Point[] }>(
  found: readonly T[],
): { labels: LabelSet; points: Point[] }[] {
  const byLabels = new Map<string, { labels: LabelSet; points: Point[] }>();
  for (const f of found) {
    const key = keyOf(f.labels);
    const known = byLabels.get(key);
    if (known) known.points = [...known.points, ...f.points].sort((a, b) => a.at - b.at);
    else byLabels.set(key, { labels: f.labels, points: f.points });
  }
  return [...byLabels.values()];
}
