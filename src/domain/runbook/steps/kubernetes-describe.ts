/** kubernetes.describe: one object as people need it at night: how it stands, its containers, and what was said about it lately. */
import { z } from 'zod';
import { CLUSTER_WIDE, type KubeObject, OBJECT_KINDS, type ObjectKind } from '../../../ports/objects.ts';
import { inNamespace, listEvents, listOf } from '../needs.ts';
import type { Output } from '../step-kind.ts';
import { deployment as name, namespace } from './fields.ts';
import { at, list, number, rowOf, text } from './object-rows.ts';
import { readKind } from './read-kind.ts';

const EVENTS = 10;

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
    const code = is === 'terminated' ? ` with ${number(found, 'exitCode')}` : '';
    return [is, text(found, 'reason')].filter(Boolean).join(': ') + code;
  }
  return '';
}

/** Of a pod as they are, of everything else as its template says. */
function containers(o: KubeObject): Output[] {
  const spec = at(o, 'spec', 'template', 'spec') ?? at(o, 'spec');
  const statuses = list(o, 'status', 'containerStatuses');
  return list(spec, 'containers').map((c) => {
    const status = statuses.find((s) => text(s, 'name') === text(c, 'name'));
    return {
      name: text(c, 'name'),
      image: text(c, 'image'),
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

async function look(p: z.output<typeof params>, found: KubeObject, kind: ObjectKind): Promise<Output> {
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
  needs: (p) => [
    ...inNamespace(p, listOf(p.kind as ObjectKind)),
    ...(CLUSTER_WIDE.includes(p.kind as ObjectKind) ? [] : inNamespace(p, [listEvents])),
  ],
  async read(p, { objects }): Promise<Output> {
    const where = { name: p.name, ...(p.namespace === undefined ? {} : { namespace: p.namespace }) };
    const [found] = await objects.list(p.kind, where);
    if (!found) return { found: false, name: p.name, note: `there is no ${p.name} among the ${p.kind}` };
    const about = { namespace: p.namespace ?? '', kind: text(found, 'kind') || KIND[p.kind], name: p.name };
    const events = p.namespace === undefined ? [] : await objects.eventsOf(about, EVENTS);
    return { found: true, ...(await look(p, found, p.kind)), events: events.map((e) => ({ ...e })) };
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

/** Inside a list, objects do not repeat what they are. */
const KIND: Readonly<Record<ObjectKind, string>> = {
  pods: 'Pod',
  deployments: 'Deployment',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  replicasets: 'ReplicaSet',
  jobs: 'Job',
  cronjobs: 'CronJob',
  services: 'Service',
  configmaps: 'ConfigMap',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  horizontalpodautoscalers: 'HorizontalPodAutoscaler',
  poddisruptionbudgets: 'PodDisruptionBudget',
  certificates: 'Certificate',
  nodes: 'Node',
};
