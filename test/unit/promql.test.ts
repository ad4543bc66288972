/** PromQL as Prometheus reads it; what the five runbooks had wrong is told. */

import { prometheusExpect } from '../../src/domain/runbook/steps/prometheus-expect.ts';
import { prometheusQuery } from '../../src/domain/runbook/steps/prometheus-query.ts';
import { promqlSlip } from '../../src/lib/promql.ts';

test.each([
  'up',
  '1 + 1',
  'sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))',
  'topk(10, sum by (endpoint) (rate(http_requests_total{status=~"5.."}[5m])))',
  'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))',
  'max_over_time(deriv(rate(distance_covered_total[5s])[30s:5s])[10m:])',
  'rate(http_requests_total[5m] offset 1w) @ start()',
  'a / on (pod) group_left (node) b',
  'predict_linear(node_filesystem_free_bytes[1h], 4 * 3600) < 0',
  'absent(up{job="x"}) or vector(0)',
  'quantile_over_time(0.9, x[5m])',
  '{__name__=~"job:.*", "my.metric"}',
])('%s is PromQL', (query) => expect(promqlSlip(query)).toBeUndefined());

test.each([
  ['rate(http_requests_total{status=~"5.."}[5m]) by (status)', /from “by \(status\)” on/],
  ['sum(rate(x[5m])', /is missing at its end|not PromQL/],
  ['rate(container_memory_usage_bytes)', /rate\(\) needs a time to look back over/],
  ['http_requests_total{status=5}', /not PromQL/],
  ['up{job="x"', /not PromQL|missing/],
  ['', /missing/],
  ['select 1', /not PromQL/],
])('%s is not', (query, words) => expect(promqlSlip(query)?.message).toMatch(words));

test('a query that is none is refused when the runbook is loaded; one with an expression waits for its turn', () => {
  expect(prometheusQuery.schema.check({ query: 'rate(x[5m]) by (status)' })).toEqual([
    { path: ['query'], message: expect.stringMatching(/not PromQL/) },
  ]);
  expect(prometheusExpect.schema.check({ query: 'rate(x)', below: 1 })).toHaveLength(1);
  expect(prometheusQuery.schema.check({ query: 'up{namespace="${{ inputs.namespace }}"}' })).toEqual([]);
});
