/** kubernetes.annotate: labels and annotations of one object; undone by what they were. */
import { z } from 'zod';
import { CHANGEABLE } from '../../../ports/changes.ts';
import { changeObject, inNamespace } from '../needs.ts';
import { namespace, objectName } from './fields.ts';
import { spoken } from './manifest.ts';
import { type ObjectIntent, refAt } from './object-change.ts';
import { objectKind } from './object-kind.ts';

const KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
const key = z.string().regex(KEY, 'must be a key such as team or example.com/team');

const params = z
  .strictObject({
    kind: z.enum(CHANGEABLE, `must be one of ${CHANGEABLE.join(', ')}`),
    namespace: namespace.optional(),
    name: objectName,
    /** Null takes one away. */
    annotations: z.record(key, z.string().max(4_096, 'must be at most 4096 characters').nullable()).optional(),
    labels: z
      .record(key, z.string().regex(LABEL_VALUE, 'must be a label: letters, digits, -, _ and .').nullable())
      .optional(),
  })
  .refine((p) => Object.keys({ ...p.annotations, ...p.labels }).length > 0, {
    path: ['annotations'],
    message: 'name at least one annotation or label',
  })
  .refine((p) => p.namespace !== undefined || p.kind === 'nodes', {
    path: ['namespace'],
    message: 'this kind stands in a namespace: name it',
  });

export const kubernetesAnnotate = objectKind({
  name: 'kubernetes.annotate',
  summary: 'Sets or removes annotations and labels of one object.',
  risk: 'low',
  params,
  outputs: ['text', 'note'],
  examples: [
    {
      means: 'Says why, where the next person looks',
      params: {
        kind: 'deployments',
        namespace: 'architect-production',
        name: 'architect-api',
        annotations: { 'example.com/frozen-by': 'incident 7' },
      },
    },
  ],
  needs: (p) => inNamespace(p, changeObject(p.kind as (typeof CHANGEABLE)[number], 'patch')),
  at: refAt,
  intend(p, live, { at }): ObjectIntent | { refused: string } {
    if (!live) return { refused: `there is no ${spoken(at)}` };
    const { annotations, labels } = p;
    const names = Object.keys({ ...annotations, ...labels }).join(', ');
    const metadata = { ...(annotations ? { annotations } : {}), ...(labels ? { labels } : {}) };
    return {
      summary: `Set ${names} of ${spoken(at)}`,
      notes:
        labels && at.kind !== 'nodes' ? ['A label may decide which services, budgets and dashboards select it'] : [],
      send: { do: 'patch', patch: { type: 'merge', body: { metadata } } },
      output: { text: `${spoken(at)}: ${names} set` },
    };
  },
});
