/** kubernetes.top: who uses how much, and how much of what it may, most first. */
import { z } from 'zod';
import type { ObjectKind, Usage } from '../../../ports/objects.ts';
import { inNamespace, listOf, usageOf } from '../needs.ts';
import type { Output } from '../step-kind.ts';
import { count, namespace } from './fields.ts';
import { text } from './object-rows.ts';
import { readKind } from './read-kind.ts';
import { selector } from './selector.ts';
import { type Shares, sharesOfNode, sharesOfPod } from './shares.ts';

const MIB = 2 ** 20;

const params = z
  .strictObject({
    of: z.enum(['pods', 'nodes']).default('pods'),
    namespace: namespace.optional(),
    selector: selector.optional(),
    sort: z.enum(['cpu', 'memory']).default('cpu'),
    first: count(1, 100).default(20),
  })
  .refine((p) => p.of === 'nodes' || p.namespace !== undefined, {
    path: ['namespace'],
    message: 'pods stand in a namespace: name it',
  });

const rounded = (n: number): number => Math.round(n * 1000) / 1000;

type Item = Output & { readonly name: string; readonly cpu: number; readonly memoryMiB: number };

const item = ({ name, cpu, memory }: Usage, shares: Shares): Item => ({
  name,
  cpu: rounded(cpu),
  memoryMiB: Math.round(memory / MIB),
  ...shares,
});

/** `architect-api-7d9f  0.42 cores (84 % of request)  480 MiB (94 % of limit)` */
function line(i: Item): string {
  const share = (what: 'cpu' | 'memory') => {
    const of = (['Limit', 'Request', 'Allocatable'] as const).find((w) => i[`${what}Of${w}`] !== undefined);
    return of === undefined ? '' : ` (${i[`${what}Of${of}`]} % of ${of.toLowerCase()})`;
  };
  return `${i.name}  ${i.cpu} cores${share('cpu')}  ${i.memoryMiB} MiB${share('memory')}`;
}

export const kubernetesTop = readKind({
  name: 'kubernetes.top',
  summary: 'Shows what pods or nodes use now, and how much of their request and limit that is, most first.',
  params,
  offers: { outputs: ['items', 'cpu', 'memoryMiB', 'note'] },
  examples: [
    { means: 'Pods by memory', params: { namespace: 'architect-production', sort: 'memory' } },
    { means: 'Nodes', params: { of: 'nodes' } },
  ],
  needs(p) {
    const of: ObjectKind & ('pods' | 'nodes') = p.of === 'nodes' ? 'nodes' : 'pods';
    return inNamespace(p, [...usageOf(of), ...listOf(of)]);
  },
  async read({ of, namespace: ns, selector: which, sort, first }, { objects }) {
    const where = {
      ...(ns === undefined ? {} : { namespace: ns }),
      ...(which === undefined ? {} : { selector: which }),
    };
    const [usage, those] = await Promise.all([objects.usage(of, where), objects.list(of, where)]);
    const all = [...usage].sort((a, b) => b[sort] - a[sort]);
    const byName = new Map(those.map((o) => [text(o, 'metadata', 'name'), o]));
    const shares = of === 'nodes' ? sharesOfNode : sharesOfPod;
    const sum = (what: 'cpu' | 'memory') => all.reduce((n, u) => n + u[what], 0);
    return {
      items: all.slice(0, first).map((u) => item(u, shares(byName.get(u.name), u))),
      cpu: rounded(sum('cpu')),
      memoryMiB: Math.round(sum('memory') / MIB),
      ...(all.length > first ? { note: `${all.length - first} more use less` } : {}),
    };
  },
  lines: ({ items, cpu, memoryMiB }) => [`${cpu} cores · ${memoryMiB} MiB in all`, ...items.slice(0, 9).map(line)],
});
