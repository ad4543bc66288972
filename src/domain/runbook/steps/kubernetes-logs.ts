/** kubernetes.logs: the last lines of containers, with what was looked for counted in them. Bounded: never a stream. */
import { z } from 'zod';
import { duration } from '../../../lib/yaml/fields.ts';
import { inNamespace, listOf, readLogs, readLogsOf } from '../needs.ts';
import { count, deployment, namespace, objectName } from './fields.ts';
import { newest } from './newest.ts';
import { readKind } from './read-kind.ts';
import { selector } from './selector.ts';

const MOST_REPEATED = 5;

/** Without what differs from line to line: who said it, when, and every number. */
const shape = (line: string): string =>
  line
    .replace(/^\S+\/\S+: /, '')
    .replace(/[0-9a-f]{8,}(?:-[0-9a-f]{4,})*/gi, '#')
    .replace(/\d+/g, '#')
    .slice(0, 200);

function repeated(lines: readonly string[]): { count: number; line: string }[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(shape(line), (counts.get(shape(line)) ?? 0) + 1);
  return [...counts]
    .filter(([, n]) => n > 1)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_REPEATED)
    .map(([line, n]) => ({ count: n, line }));
}

const params = z
  .strictObject({
    namespace,
    /** One of the four says whose logs. */
    deployment: deployment.optional(),
    statefulset: objectName.optional(),
    selector: selector.optional(),
    pod: objectName.optional(),
    container: objectName.optional(),
    /** Lines of each container, from its end: 100, and 1000 when something is looked for in them. */
    tail: count(1, 10_000).optional(),
    since: duration({ min: 1_000, max: 7 * 86_400_000 }).optional(),
    /** Of the run before the last restart. */
    previous: z.boolean().default(false),
    /** Only lines with one of these words, whatever their case. Words, not patterns: a pattern can run for ever. */
    grep: z
      .union([
        z
          .string()
          .min(1)
          .max(100)
          .transform((w) => [w]),
        z.array(z.string().min(1).max(100)).min(1).max(20),
      ])
      .optional(),
  })
  .refine((p) => [p.deployment, p.statefulset, p.selector, p.pod].filter((x) => x !== undefined).length === 1, {
    path: ['deployment'],
    message: 'name one of deployment, statefulset, selector and pod',
  });

type Asked = z.output<typeof params>;

function whose({ deployment: of, statefulset, selector: labels, pod }: Asked) {
  if (of !== undefined) return { deployment: of };
  if (statefulset !== undefined) return { statefulset };
  return labels !== undefined ? { selector: labels } : { pod: pod ?? '' };
}

export const kubernetesLogs = readKind({
  name: 'kubernetes.logs',
  summary:
    'The last lines of the logs of all containers of a deployment or stateful set, of pods by label, or of one pod.',
  params,
  offers: { outputs: ['lines', 'count', 'looked', 'matches', 'repeated', 'note'] },
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
  needs(p) {
    if (p.deployment !== undefined) return inNamespace(p, readLogs);
    return inNamespace(p, p.statefulset === undefined ? readLogsOf : [...listOf('statefulsets'), ...readLogsOf]);
  },
  async read(p, { cluster }) {
    const { container, tail, since, previous, grep } = p;
    const {
      lines: all,
      missing,
      ...counted
    } = await cluster.logs(p.namespace, whose(p), {
      tail: tail ?? (grep === undefined ? 100 : 1_000),
      ...(grep === undefined ? {} : { words: grep }),
      ...(container === undefined ? {} : { container }),
      ...(since === undefined ? {} : { since: Math.ceil(since / 1_000) }),
      ...(previous ? { previous } : {}),
    });
    const lines = newest(all);
    // A container that has no log says so in a line that is nobody's log.
    const left = Math.max(0, counted.found - lines.length);
    const note = [...missing, ...(left > 0 ? [`${left} lines are left out`] : [])].join('; ');
    return {
      lines,
      count: counted.found,
      looked: counted.looked,
      matches: { ...counted.matches },
      repeated: repeated(all),
      ...(note === '' ? {} : { note }),
    };
  },
  lines: ({ lines, count: n, looked, repeated: often }) => [
    n === looked ? `${n} lines` : `${n} of ${looked} lines`,
    ...often.slice(0, 2).map((r) => `${r.count}× ${r.line}`),
    ...lines.slice(-7),
  ],
});
