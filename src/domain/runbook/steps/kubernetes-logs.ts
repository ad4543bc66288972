/** kubernetes.logs: the last lines of containers, with what was looked for counted in them. Bounded: never a stream. */
import { z } from 'zod';
import { duration } from '../../../lib/yaml/fields.ts';
import { count } from './fields.ts';
import { LOG_OUTPUTS, logFields, logNeeds, NAME_ONE, namesOne, readLogLines, shownLines } from './log-lines.ts';
import { readKind } from './read-kind.ts';

const params = z
  .strictObject({
    ...logFields,
    /** Lines of each container, from its end: 100, and 1000 when something is looked for in them. */
    tail: count(1, 10_000).optional(),
    since: duration({ min: 1_000, max: 7 * 86_400_000 }).optional(),
    /** Of the run before the last restart. */
    previous: z.boolean().default(false),
  })
  .refine(namesOne, NAME_ONE);

export const kubernetesLogs = readKind({
  name: 'kubernetes.logs',
  summary:
    'The last lines of the logs of all containers of a deployment or stateful set, of pods by label, or of one pod.',
  params,
  offers: { outputs: LOG_OUTPUTS },
  examples: [
    {
      means: 'The last 50 lines of each container',
      params: { namespace: 'architect-production', deployment: 'architect-api', tail: 50 },
    },
    {
      means: 'Errors of the last hour, by label',
      params: {
        namespace: 'architect-production',
        selector: 'app=architect-api',
        since: '1h',
        grep: ['error', 'timeout'],
      },
    },
  ],
  needs: logNeeds,
  read(p, { cluster }) {
    const { container, tail, since, previous, grep } = p;
    return readLogLines(cluster, p, {
      tail: tail ?? (grep === undefined ? 100 : 1_000),
      ...(grep === undefined ? {} : { words: grep }),
      ...(container === undefined ? {} : { container }),
      ...(since === undefined ? {} : { since: Math.ceil(since / 1_000) }),
      ...(previous ? { previous } : {}),
    });
  },
  lines: shownLines,
});
