/** H9: histogram_quantile over what is no rate of buckets by le is PromQL, and no quantile. */
import type { Rule } from '../model.ts';
import { queriesOf } from '../promql.ts';

const QUANTILE = /histogram_quantile\s*\(\s*[^,]+,([\s\S]*)\)/;

/** Why it is none. A native histogram has no buckets with a name, and no le. */
function wrong(query: string): string | undefined {
  const of = QUANTILE.exec(query)?.[1];
  if (of === undefined || !/_bucket\b/.test(of)) return undefined;
  if (!/\b(?:rate|irate|increase)\s*\(/.test(of)) return 'buckets since the start of the process, not of late';
  const by = /\bby\s*\(([^)]*)\)/.exec(of)?.[1];
  if (by !== undefined && !/\ble\b/.test(by)) return `by (${by.trim()}) throws le away`;
  return /\bsum\b/.test(of) && by === undefined && !/\bwithout\s*\(/.test(of)
    ? 'a sum without by (le) throws le away'
    : undefined;
}

export const quantileOfBuckets: Rule = {
  id: 'H9',
  title: 'A quantile that is none',
  why: 'The query is accepted and gives nothing, or the quantile of all time: the latency of the outage is not in it. What is no PromQL at all does not load.',
  remedy: 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))',
  gravity: 'error',
  example: {
    fires:
      'name: Latency\nsteps:\n  - prometheus.query: histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[5m])))\n',
    fine: 'name: Latency\nsteps:\n  - prometheus.query: histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))\n',
  },
  find: (material) =>
    queriesOf(material).flatMap(({ file, path, text }) => {
      const what = wrong(text);
      return what === undefined ? [] : [{ file, path, needle: 'histogram_quantile', what }];
    }),
};
