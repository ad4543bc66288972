/** prometheus.expect: every series of a query keeps a limit; those that do not are named. */
import { z } from 'zod';
import type { Reading } from '../../../ports/metrics.ts';
import type { Output } from '../step-kind.ts';
import { promql } from './promql-field.ts';
import { readKind } from './read-kind.ts';

const SHOWN = 20;

const params = z
  .strictObject({
    query: promql,
    below: z.number().optional(),
    above: z.number().optional(),
    /** What no series at all means. */
    none: z.enum(['fails', 'passes']).default('fails'),
  })
  .refine((p) => p.below !== undefined || p.above !== undefined, { path: ['below'], message: 'say below or above' });

const labelled = ({ labels }: Reading): string =>
  Object.entries(labels)
    .filter(([k]) => k !== '__name__')
    .map(([k, v]) => `${k}=${v}`)
    .join(' ') || 'value';

export const prometheusExpect = readKind({
  name: 'prometheus.expect',
  summary: 'Asks Prometheus and expects every series below or above a limit.',
  params,
  offers: { outputs: ['kept', 'broken', 'count', 'worst', 'note'] },
  usualExpect: 'kept',
  examples: [
    {
      means: 'Fewer than one request in a hundred fails',
      params: {
        query: 'sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))',
        below: 0.01,
        none: 'passes',
      },
    },
  ],
  needs: ({ query }) => [{ on: 'metrics', query: String(query) }],
  async read({ query, below, above, none }, { metrics }): Promise<Output> {
    const readings = await metrics.query(query);
    // What is not a number keeps no limit.
    const keeps = ({ value }: Reading) =>
      (below === undefined || value < below) && (above === undefined || value > above);
    const broken = readings.filter((r) => !keeps(r));
    const values = readings.map((r) => r.value).filter(Number.isFinite);
    const worst = below !== undefined ? Math.max(...values) : Math.min(...values);
    return {
      kept: broken.length === 0 && (readings.length > 0 || none === 'passes'),
      broken: broken
        .slice(0, SHOWN)
        .map((r) => ({ series: labelled(r), value: Number.isFinite(r.value) ? r.value : String(r.value) })),
      count: readings.length,
      ...(values.length > 0 ? { worst } : {}),
      ...(readings.length === 0 ? { note: 'the query gave no series' } : {}),
    };
  },
  lines: ({ kept, broken, count, worst, note }) => [
    [
      kept === true ? '✓ kept' : '✗ not kept',
      `${count} series`,
      ...(worst === undefined ? [] : [`worst ${worst}`]),
      ...(note === undefined ? [] : [String(note)]),
    ].join(' · '),
    ...(broken as readonly Output[]).slice(0, 8).map((b) => `${b.series}  ${b.value}`),
  ],
});
