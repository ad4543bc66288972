/** H10: rate() of a gauge counts every fall as a restart. */
import type { Rule } from '../model.ts';
import { queriesOf } from '../promql.ts';

const RATE = /\b(rate|irate|increase)\s*\(\s*([a-zA-Z_:][\w:]*)/g;
/** By its name a counter ends with what it counts; a size, a share or a temperature goes up and down. */
const GAUGE =
  /_(?:usage_bytes|working_set_bytes|rss|available_bytes|free_bytes|used_bytes|resident_memory_bytes|ratio|percent|celsius|connections|replicas)$/;

export const rateOfAGauge: Rule = {
  id: 'H10',
  title: 'The rate of what is no counter',
  why: 'rate() takes every fall for a restart and adds it. Memory that goes up and down looks like a leak, and a pod is restarted for it.',
  remedy: 'deriv() says how fast a gauge grows; delta() by how much',
  gravity: 'error',
  example: {
    fires: 'name: Leak\nsteps:\n  - prometheus.query: rate(container_memory_usage_bytes[30m])\n',
    fine: 'name: Leak\nsteps:\n  - prometheus.query: deriv(container_memory_usage_bytes[30m])\n',
  },
  find: (material) =>
    queriesOf(material).flatMap(({ file, path, text }) =>
      [...text.matchAll(RATE)]
        .filter(([, , metric = '']) => GAUGE.test(metric))
        .map(([needle, call, metric]) => ({ file, path, needle, what: `${call}(${metric})` })),
    ),
};
