/** kubernetes.logs: the last lines of containers, with what was looked for counted in them. Bounded: never a stream. */
import { z } from 'zod';
import { duration } from '../../../lib/yaml/fields.ts';
import { inNamespace, readLogs, readLogsOf } from '../needs.ts';
import { count, deployment, namespace } from './fields.ts';
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
    /** One of the three says whose logs. */
    deployment: deployment.optional(),
    selector: selector.optional(),
    pod: deployment.optional(),
    container: deployment.optional(),
    tail: count(1, 1_000).default(100),
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
  .refine((p) => [p.deployment, p.selector, p.pod].filter((x) => x !== undefined).length === 1, {
    path: ['deployment'],
    message: 'name one of deployment, selector and pod',
  });

type Asked = z.output<typeof params>;

function whose({ deployment: of, selector: labels, pod }: Asked) {
  if (of !== undefined) return { deployment: of };
  return labels !== undefined ? { selector: labels } : { pod: pod ?? '' };
}

export const kubernetesLogs = readKind({
  name: 'kubernetes.logs',
  summary: 'The last lines of the logs of all containers of a deployment, of pods by label, or of one pod.',
  params,
  offers: { outputs: ['lines', 'count', 'matches', 'repeated', 'note'] },
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
  needs: (p) => inNamespace(p, p.deployment === undefined ? readLogsOf : readLogs),
  async read(p, { cluster }) {
    const { container, tail, since, previous, grep } = p;
    const all = await cluster.logs(p.namespace, whose(p), {
      tail,
      ...(container === undefined ? {} : { container }),
      ...(since === undefined ? {} : { since: Math.ceil(since / 1_000) }),
      ...(previous ? { previous } : {}),
    });
    const words = (grep ?? []).map((w) => w.toLowerCase());
    const fits = (line: string, word: string) => line.toLowerCase().includes(word);
    const found = words.length === 0 ? all : all.filter((l) => words.some((w) => fits(l, w)));
    const lines = newest(found);
    const left = found.length - lines.length;
    return {
      lines,
      count: found.length,
      matches: Object.fromEntries((grep ?? []).map((w) => [w, all.filter((l) => fits(l, w.toLowerCase())).length])),
      repeated: repeated(found),
      ...(left > 0 ? { note: `${left} older lines are left out` } : {}),
    };
  },
  lines: ({ lines, count: n, repeated: often }) => [
    `${n} lines`,
    ...often.slice(0, 2).map((r) => `${r.count}× ${r.line}`),
    ...lines.slice(-7),
  ],
});
