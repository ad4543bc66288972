/** `given.metrics`: PromQL as it is asked → a number, or series with their labels. */
import { z } from 'zod';
import type { Metrics, Reading } from '../../../ports/metrics.ts';
import { Answers, type InTime, inTime } from './answer.ts';
import type { Moment } from './calls.ts';

const series = z.looseObject({ value: z.number() });
export const metricsSchema = z.record(z.string(), inTime(z.union([z.number(), z.array(series)])));
type Answer = number | readonly z.output<typeof series>[];

export function givenMetrics(all: Readonly<Record<string, InTime<Answer>>>, moment: Moment) {
  const answers = new Answers<Answer>('metrics', all, moment);
  const metrics: Metrics = {
    async query(expression) {
      const is = answers.to(expression);
      if (typeof is === 'number') return [{ labels: {}, value: is }];
      return is.map(({ value, ...labels }): Reading => ({ labels: labels as Record<string, string>, value }));
    },
  };
  return { metrics, answers };
}
