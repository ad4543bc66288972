/** kubernetes.events: what the cluster itself complained about lately. */
import { z } from 'zod';
import { inNamespace, listEvents } from '../needs.ts';
import { count, namespace } from './fields.ts';
import { readKind } from './read-kind.ts';

export const kubernetesEvents = readKind({
  name: 'kubernetes.events',
  summary: 'The newest events of a namespace, newest first.',
  params: z.strictObject({ namespace, last: count(1, 100).default(20) }),
  offers: { outputs: ['items', 'warnings', 'note'] },
  examples: [
    { means: 'The last 20 events', params: { namespace: 'architect-production' } },
    { means: 'Only the last five', params: { namespace: 'architect-production', last: 5 } },
  ],
  needs: (p) => inNamespace(p, [listEvents]),
  async read({ namespace: ns, last }, { cluster }) {
    const events = [...(await cluster.events(ns, last))].reverse();
    return {
      items: events.map(({ at, type, reason, object, message, count: n }) => ({
        at,
        type,
        reason,
        object,
        message,
        count: n,
      })),
      warnings: events.filter((e) => e.type === 'Warning').length,
    };
  },
  lines({ items, warnings }) {
    const rows = items.slice(0, 9).map((e) => {
      const times = e.count > 1 ? ` ×${e.count}` : '';
      return `${e.at.slice(11, 19)} ${e.type === 'Warning' ? '⚠ ' : ''}${e.reason} ${e.object}${times}: ${e.message}`;
    });
    return [`${items.length} events, ${warnings} warnings`, ...rows];
  },
});
