/** kubernetes.logs: the last lines of a deployment's containers. Bounded: never a stream. */
import { z } from 'zod';
import { inNamespace, readLogs } from '../needs.ts';
import { count, deployment, namespace } from './fields.ts';
import { readKind } from './read-kind.ts';

const KEPT = 12 * 1024;

/** The newest lines that fit, in their order. */
function newest(lines: readonly string[]): string[] {
  let size = 0;
  let from = lines.length;
  while (from > 0) {
    size += Buffer.byteLength(lines[from - 1] ?? '') + 4;
    if (size > KEPT) break;
    from -= 1;
  }
  return lines.slice(from);
}

export const kubernetesLogs = readKind({
  name: 'kubernetes.logs',
  summary: "The last lines of the logs of all of a deployment's containers.",
  params: z.strictObject({ namespace, deployment, tail: count(1, 1_000).default(100) }),
  offers: { outputs: ['lines', 'count', 'note'] },
  examples: [
    {
      means: 'The last 50 lines of each container',
      params: { namespace: 'architect-production', deployment: 'architect-api', tail: 50 },
    },
  ],
  needs: (p) => inNamespace(p, readLogs),
  async read({ namespace: ns, deployment: name, tail }, { cluster }) {
    const all = await cluster.logs(ns, name, tail);
    const lines = newest(all);
    const left = all.length - lines.length;
    return { lines, count: all.length, ...(left > 0 ? { note: `${left} older lines are left out` } : {}) };
  },
  lines: ({ lines, count: n }) => [`${n} lines`, ...lines.slice(-9)],
});
