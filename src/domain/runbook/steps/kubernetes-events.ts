/** kubernetes.events: what the cluster itself complained about lately. */
import { z } from 'zod';
import { OBJECT_KINDS, OWN_KIND } from '../../../ports/objects.ts';
import { inNamespace, listEvents } from '../needs.ts';
import { count, namespace, objectName } from './fields.ts';
import { newest } from './newest.ts';
import { readKind } from './read-kind.ts';

const params = z
  .strictObject({
    namespace,
    /** Only about one object: both, or neither. */
    kind: z.enum(OBJECT_KINDS).optional(),
    name: objectName.optional(),
    type: z.enum(['Normal', 'Warning']).optional(),
    last: count(1, 100).default(20),
  })
  .refine((p) => (p.kind === undefined) === (p.name === undefined), {
    path: ['name'],
    message: 'kind and name belong together: kind: pods, name: architect-api-0',
  });

export const kubernetesEvents = readKind({
  name: 'kubernetes.events',
  summary: 'The newest events of a namespace or about one object, newest last.',
  params,
  offers: { outputs: ['items', 'warnings', 'note'] },
  examples: [
    { means: 'The last 20 events', params: { namespace: 'architect-production' } },
    { means: 'Only the last five', params: { namespace: 'architect-production', last: 5 } },
    {
      means: 'Warnings about one deployment',
      params: { namespace: 'architect-production', kind: 'deployments', name: 'architect-api', type: 'Warning' },
    },
  ],
  needs: (p) => inNamespace(p, [listEvents]),
  async read({ namespace: ns, kind, name, type, last }, { cluster }) {
    const events = await cluster.events(ns, last, {
      ...(kind !== undefined && name !== undefined ? { about: { kind: OWN_KIND[kind], name } } : {}),
      ...(type === undefined ? {} : { type }),
    });
    const items = newest(events.map((e) => ({ ...e })));
    const left = events.length - items.length;
    return {
      items,
      ...(left > 0 ? { note: `${left} older events are left out` } : {}),
      warnings: events.filter((e) => e.type === 'Warning').length,
    };
  },
  lines({ items, warnings }) {
    const rows = items.slice(-9).map((e) => {
      const times = e.count > 1 ? ` ×${e.count}` : '';
      return `${e.at.slice(11, 19)} ${e.type === 'Warning' ? '⚠ ' : ''}${e.reason} ${e.object}${times}: ${e.message}`;
    });
    return [`${items.length} events, ${warnings} warnings`, ...rows];
  },
});
