/** Whose logs a step reads, what it looks for in them, and how what was found is given back and shown. */
import { z } from 'zod';
import type { Cluster, LogOptions } from '../../../ports/cluster.ts';
import type { Params } from '../model.ts';
import { inNamespace, listOf, type Need, readLogs, readLogsOf } from '../needs.ts';
import { deployment, namespace, objectName } from './fields.ts';
import { newest } from './newest.ts';
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

/** Parameters of every step that reads logs. */
export const logFields = {
  namespace,
  /** One of the four says whose logs. */
  deployment: deployment.optional(),
  statefulset: objectName.optional(),
  selector: selector.optional(),
  pod: objectName.optional(),
  container: objectName.optional(),
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
};

interface Whose {
  readonly namespace: string;
  readonly deployment?: string | undefined;
  readonly statefulset?: string | undefined;
  readonly selector?: string | undefined;
  readonly pod?: string | undefined;
}

export const namesOne = (p: Whose): boolean =>
  [p.deployment, p.statefulset, p.selector, p.pod].filter((x) => x !== undefined).length === 1;
export const NAME_ONE = {
  path: ['deployment'],
  message: 'name one of deployment, statefulset, selector and pod',
};

export function logNeeds(p: Params): readonly Need[] {
  if (p.deployment !== undefined) return inNamespace(p, readLogs);
  return inNamespace(p, p.statefulset === undefined ? readLogsOf : [...listOf('statefulsets'), ...readLogsOf]);
}

function logsOf({ deployment: of, statefulset, selector: labels, pod }: Whose) {
  if (of !== undefined) return { deployment: of };
  if (statefulset !== undefined) return { statefulset };
  return labels !== undefined ? { selector: labels } : { pod: pod ?? '' };
}

export const LOG_OUTPUTS = ['lines', 'count', 'looked', 'matches', 'repeated', 'note'] as const;

export async function readLogLines(cluster: Cluster, of: Whose, options: LogOptions) {
  const { lines: all, missing, ...counted } = await cluster.logs(of.namespace, logsOf(of), options);
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
}

export type LogLines = Awaited<ReturnType<typeof readLogLines>>;

export const shownLines = ({ lines, count: n, looked, repeated: often }: LogLines): readonly string[] => [
  n === looked ? `${n} lines` : `${n} of ${looked} lines`,
  ...often.slice(0, 2).map((r) => `${r.count}× ${r.line}`),
  ...lines.slice(-7),
];
