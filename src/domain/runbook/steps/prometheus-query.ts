/** prometheus.query: one reading or several of one moment. What is not a number is never taken for one. */
import { z } from 'zod';
import type { Reading } from '../../../ports/metrics.ts';
import type { Output } from '../step-kind.ts';
import { promql } from './promql-field.ts';
import { readKind } from './read-kind.ts';

const SHOWN = 100;

const series = (r: Reading) => ({ labels: { ...r.labels }, value: Number.isFinite(r.value) ? r.value : null });

/** `value` exists only when there is exactly one reading and it is a number. */
function outputOf(readings: readonly Reading[]): Output {
  const listed = { series: readings.slice(0, SHOWN).map(series), count: readings.length };
  const [only] = readings;
  if (!only) return { ...listed, note: 'the query gave no series, so there is no value' };
  if (readings.length > 1) {
    return { ...listed, note: `the query gave ${readings.length} series, so there is no single value: aggregate it` };
  }
  if (Number.isFinite(only.value)) return { ...listed, value: only.value };
  const hint = Number.isNaN(only.value) ? ' (0/0: was there no traffic?)' : '';
  return { ...listed, note: `the query gave ${only.value}${hint}, so there is no value` };
}

const labelled = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .filter(([k]) => k !== '__name__')
    .map(([k, v]) => `${k}=${v}`)
    .join(' ');

export const prometheusQuery = readKind({
  name: 'prometheus.query',
  summary: 'Asks Prometheus; `value` is the reading when there is exactly one.',
  params: z.strictObject({ query: promql }),
  offers: { shorthand: 'query', outputs: ['value', 'series', 'count', 'note'] },
  examples: [
    {
      means: 'The share of requests that fail',
      params: {
        query: 'sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))',
      },
    },
    { means: 'A number is a query too', params: { query: '1 + 1' } },
  ],
  needs: ({ query }) => [{ on: 'metrics', query: String(query) }],
  read: async ({ query }, { metrics }) => outputOf(await metrics.query(query)),
  lines({ value, note, series: all }) {
    if (typeof value === 'number') return [`value ${value}`];
    const rows = (all as readonly ReturnType<typeof series>[])
      .slice(0, 8)
      .map((s) => `${labelled(s.labels)}  ${s.value}`);
    return [String(note ?? ''), ...(rows.length > 1 ? rows : [])];
  },
});
