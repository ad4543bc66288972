/** kubernetes.describe: one object as people need it at night: how it stands, its containers, and what was said about it lately. */
import { z } from 'zod';
import type { EventView } from '../../../ports/cluster.ts';
import { Fault } from '../../../ports/fault.ts';
import { CLUSTER_WIDE, type KubeObject, OBJECT_KINDS, type ObjectKind, OWN_KIND } from '../../../ports/objects.ts';
import { inNamespace, listEvents, listOf, type Need } from '../needs.ts';
import type { Output, StepPorts } from '../step-kind.ts';
import { objectName as name, namespace } from './fields.ts';
import { at, list, number, rowOf, text } from './object-rows.ts';
import { readKind } from './read-kind.ts';

const EVENTS = 10;
/** Where events about what stands in no namespace are kept. */
const OF_THE_CLUSTER = 'default';

const params = z
  .strictObject({ kind: z.enum(OBJECT_KINDS), name, namespace: namespace.optional() })
  .refine((p) => p.namespace !== undefined || CLUSTER_WIDE.includes(p.kind), {
    path: ['namespace'],
    message: 'this kind stands in a namespace: name it',
  });

function state(s: unknown): string {
  for (const is of ['waiting', 'running', 'terminated'] as const) {
    const found = at(s, is);
    if (found === undefined) continue;
    if (is !== 'terminated') return [is, text(found, 'reason')].filter(Boolean).join(': ');
    const when = text(found, 'finishedAt');
    const reason = text(found, 'reason');
    return `terminated${reason && `: ${reason}`} with ${number(found, 'exitCode')}${when && ` at ${when}`}`;
  }
  return '';
}

/** Of a pod as they are, of everything else as its template says. */
function containers(o: KubeObject): Output[] {
  const spec = at(o, 'spec', 'template', 'spec') ?? at(o, 'spec');
  const statuses = [...list(o, 'status', 'initContainerStatuses'), ...list(o, 'status', 'containerStatuses')];
  const first = list(spec, 'initContainers');
  return [...first, ...list(spec, 'containers')].map((c) => {
    const status = statuses.find((s) => text(s, 'name') === text(c, 'name'));
    return {
      name: text(c, 'name'),
      image: text(c, 'image'),
      ...(first.includes(c) ? { init: true } : {}),
      requests: { cpu: text(c, 'resources', 'requests', 'cpu'), memory: text(c, 'resources', 'requests', 'memory') },
      limits: { cpu: text(c, 'resources', 'limits', 'cpu'), memory: text(c, 'resources', 'limits', 'memory') },
      ...(status === undefined
        ? {}
        : {
            state: state(at(status, 'state')),
            last: state(at(status, 'lastState')),
            restarts: number(status, 'restartCount'),
          }),
    };
  });
}

const conditions = (o: KubeObject): Output[] =>
  list(o, 'status', 'conditions').map((c) => ({
    type: text(c, 'type'),
    status: text(c, 'status'),
    reason: text(c, 'reason'),
    message: text(c, 'message').slice(0, 300),
  }));

async function eventsAbout(p: z.output<typeof params>, { cluster }: StepPorts): Promise<readonly EventView[]> {
  const of = { about: { kind: OWN_KIND[p.kind], name: p.name } };
  const asked = cluster.events(p.namespace ?? OF_THE_CLUSTER, EVENTS, of);
  if (p.namespace !== undefined) return await asked;
  // The object itself was found: that somebody may not look into another namespace hides no more than this.
  return await asked.catch((e: unknown) => {
    if (e instanceof Fault && e.code === 'kubernetes.forbidden') return [];
    throw e;
  });
}

function look(p: z.output<typeof params>, found: KubeObject, kind: ObjectKind): Output {
  return {
    ...rowOf(kind, found),
    name: p.name,
    conditions: conditions(found),
    containers: containers(found),
    taints: list(found, 'spec', 'taints').map((t) => `${text(t, 'key')}=${text(t, 'value')}:${text(t, 'effect')}`),
    labels: Object.keys((at(found, 'metadata', 'labels') as object | undefined) ?? {}),
  } as Output;
}

type Container = { readonly name: string; readonly state?: string; readonly last?: string; readonly restarts?: number };
type Event = { readonly type: string; readonly reason: string; readonly message: string; readonly count: number };

export const kubernetesDescribe = readKind({
  name: 'kubernetes.describe',
  summary: 'Shows one object: conditions, containers with their last end, limits, taints, and the events about it.',
  params,
  offers: {
    outputs: [
      ...['name', 'found', 'ready', 'phase', 'reason', 'restarts', 'node', 'ip', 'images', 'replicas', 'readyReplicas'],
      ...[
        'updated',
        'available',
        'conditions',
        'containers',
        'taints',
        'labels',
        'events',
        'note',
        'target',
        'min',
        'max',
      ],
      ...[
        'current',
        'desired',
        'limited',
        'metrics',
        'cordoned',
        'pressures',
        'version',
        'cpu',
        'memory',
        'pods',
        'keys',
      ],
      ...['capacity', 'storageClass', 'notAfter', 'renewal', 'schedule', 'suspended', 'lastScheduled', 'lastSuccess'],
      ...['succeeded', 'failed', 'active', 'type', 'ports', 'minAvailable', 'maxUnavailable', 'allowed', 'healthy'],
    ],
  },
  usualExpect: 'found',
  examples: [
    {
      means: 'A deployment',
      params: { kind: 'deployments', namespace: 'architect-production', name: 'architect-api' },
    },
    { means: 'A node', params: { kind: 'nodes', name: 'node-a' } },
  ],
  needs(p): readonly Need[] {
    const itself = inNamespace(p, listOf(p.kind as ObjectKind));
    if (!CLUSTER_WIDE.includes(p.kind as ObjectKind)) return [...itself, ...inNamespace(p, [listEvents])];
    const right = { ...listEvents, otherwise: `the events about ${p.kind} are not shown` };
    return [...itself, { on: 'cluster', namespace: OF_THE_CLUSTER, right }];
  },
  async read(p, ports): Promise<Output> {
    const where = { name: p.name, ...(p.namespace === undefined ? {} : { namespace: p.namespace }) };
    const [found] = await ports.objects.list(p.kind, where);
    if (!found) return { found: false, name: p.name, note: `there is no ${p.name} among the ${p.kind}` };
    const events = await eventsAbout(p, ports);
    return { found: true, ...look(p, found, p.kind), events: events.map((e) => ({ ...e })) };
  },
  lines(o) {
    if (o.found !== true) return [String(o.note)];
    const boxes = (o.containers ?? []) as readonly Container[];
    const told = (o.events ?? []) as readonly Event[];
    return [
      `${o.name}${o.ready === undefined ? '' : o.ready ? ' · ready' : ' · not ready'}${o.reason ? ` · ${o.reason}` : ''}`,
      ...boxes
        .slice(0, 3)
        .map((c) =>
          [c.name, c.state, c.last && `before: ${c.last}`, c.restarts ? `${c.restarts} restarts` : '']
            .filter(Boolean)
            .join(' · '),
        ),
      ...told.slice(-5).map((e) => `${e.reason}: ${e.message}${e.count > 1 ? ` (${e.count}×)` : ''}`),
    ];
  },
});
