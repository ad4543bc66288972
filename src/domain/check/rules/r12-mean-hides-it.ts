/** R12: the mean is fine while every twentieth customer waits ten seconds. */
import type { Hit, Rule } from '../model.ts';
import { queriesOf } from '../promql.ts';

const MEAN = /\b(\w*(?:duration|latency|response_time)\w*)_sum\b[\s\S]*\/[\s\S]*\b\1_count\b/;

export const meanHidesIt: Rule = {
  id: 'R12',
  title: 'Looks at the mean of how long things take, and at nothing else',
  why: 'One request in twenty took ten seconds, and the mean was two hundred milliseconds: the run said that all was well.',
  remedy: 'Ask for a quantile as well: histogram_quantile(0.95, sum by (le) (rate(…_bucket[5m])))',
  gravity: 'warning',
  example: {
    fires:
      'name: Latency\nsteps:\n  - prometheus.query: rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])\n',
    fine: 'name: Latency\nsteps:\n  - prometheus.query: histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))\n',
  },
  find: (material) => {
    const queries = queriesOf(material);
    const quantiles = new Set(queries.filter((q) => /quantile/.test(q.text)).map((q) => q.file));
    return queries.flatMap(({ file, path, text }): readonly Hit[] => {
      const [, metric] = MEAN.exec(text) ?? [];
      return metric === undefined || quantiles.has(file)
        ? []
        : [{ file, path, needle: metric, what: `the mean of ${metric}` }];
    });
  },
};
