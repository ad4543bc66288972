/** kubernetes.top: who uses how much, most first. */
import { z } from 'zod';
import type { Usage } from '../../../ports/objects.ts';
import { inNamespace, usageOf } from '../needs.ts';
import type { Output } from '../step-kind.ts';
import { count, namespace } from './fields.ts';
import { readKind } from './read-kind.ts';
import { selector } from './selector.ts';

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

const item = ({ name, cpu, memory }: Usage): Output => ({
  name,
  cpu: rounded(cpu),
  memoryMiB: Math.round(memory / MIB),
});

export const kubernetesTop = readKind({
  name: 'kubernetes.top',
  summary: 'Shows what pods or nodes use now, those that use most first.',
  params,
  offers: { outputs: ['items', 'cpu', 'memoryMiB', 'note'] },
  examples: [
    { means: 'Pods by memory', params: { namespace: 'architect-production', sort: 'memory' } },
    { means: 'Nodes', params: { of: 'nodes' } },
  ],
  needs: (p) => inNamespace(p, usageOf(p.of === 'nodes' ? 'nodes' : 'pods')),
  async read({ of, namespace: ns, selector: which, sort, first }, { objects }) {
    const where = {
      ...(ns === undefined ? {} : { namespace: ns }),
      ...(which === undefined ? {} : { selector: which }),
    };
    const all = [...(await objects.usage(of, where))].sort((a, b) => b[sort] - a[sort]);
    const sum = (what: 'cpu' | 'memory') => all.reduce((n, u) => n + u[what], 0);
    return {
      items: all.slice(0, first).map(item),
      cpu: rounded(sum('cpu')),
      memoryMiB: Math.round(sum('memory') / MIB),
      ...(all.length > first ? { note: `${all.length - first} more use less` } : {}),
    };
  },
  lines: ({ items, cpu, memoryMiB }) => [
    `${cpu} cores · ${memoryMiB} MiB in all`,
    ...items.slice(0, 9).map((i) => `${i.name}  ${i.cpu} cores  ${i.memoryMiB} MiB`),
  ],
});
