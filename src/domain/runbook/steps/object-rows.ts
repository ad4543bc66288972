/** One line per object: what `kubectl get -o wide` tells of its kind, as facts that expressions can read. */
import { formatDuration } from '../../../lib/duration.ts';
import type { Json } from '../../../lib/json.ts';
import type { KubeObject, ObjectKind } from '../../../ports/objects.ts';

/** `ready: false` is why somebody looks; kinds that have no such idea leave it out. */
export type Row = { readonly name: string; readonly ready?: boolean; readonly [fact: string]: Json | undefined };

/** A value deep inside, or undefined; objects come from outside and may lack anything. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here: unknown = value;
  for (const key of path) {
    if (here === null || typeof here !== 'object') return undefined;
    here = (here as Record<string | number, unknown>)[key];
  }
  return here;
}

export const text = (value: unknown, ...path: readonly (string | number)[]): string => {
  const found = at(value, ...path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : '';
};
export const number = (value: unknown, ...path: readonly (string | number)[]): number => {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : 0;
};
export const list = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};

export const condition = (o: KubeObject, type: string): unknown =>
  list(o, 'status', 'conditions').find((c) => at(c, 'type') === type);

const images = (o: unknown): string[] => list(o, 'spec', 'containers').map((c) => text(c, 'image'));
const templateImages = (o: KubeObject): string[] => images(at(o, 'spec', 'template'));

function replicated(o: KubeObject, wanted: number, ready: number): Omit<Row, 'name'> {
  return { ready: ready >= wanted, replicas: wanted, readyReplicas: ready, images: templateImages(o) };
}

function pod(o: KubeObject): Omit<Row, 'name'> {
  const statuses = list(o, 'status', 'containerStatuses');
  const all = [...list(o, 'status', 'initContainerStatuses'), ...statuses];
  const waiting = all.map((c) => text(c, 'state', 'waiting', 'reason')).find((r) => r && r !== 'PodInitializing');
  // An init container that has done its work has ended, too.
  const ended = all.filter((c) => number(c, 'state', 'terminated', 'exitCode') !== 0);
  const died = ended.map((c) => text(c, 'state', 'terminated', 'reason') || 'Error').find(Boolean);
  const scheduled = condition(o, 'PodScheduled');
  const unplaced = text(scheduled, 'status') === 'False' ? text(scheduled, 'reason') : '';
  return {
    ready: text(condition(o, 'Ready'), 'status') === 'True',
    phase: text(o, 'status', 'phase'),
    reason: at(o, 'metadata', 'deletionTimestamp')
      ? 'Terminating'
      : (waiting ?? died ?? (unplaced || text(o, 'status', 'reason'))),
    restarts: statuses.reduce<number>((n, c) => n + number(c, 'restartCount'), 0),
    node: text(o, 'spec', 'nodeName'),
    ip: text(o, 'status', 'podIP'),
    images: images(o),
  };
}

function autoscaler(o: KubeObject): Omit<Row, 'name'> {
  const current = number(o, 'status', 'currentReplicas');
  const limited = condition(o, 'ScalingLimited');
  return {
    ready: text(condition(o, 'ScalingActive'), 'status') !== 'False',
    target: `${text(o, 'spec', 'scaleTargetRef', 'kind')}/${text(o, 'spec', 'scaleTargetRef', 'name')}`,
    min: number(o, 'spec', 'minReplicas'),
    max: number(o, 'spec', 'maxReplicas'),
    current,
    desired: number(o, 'status', 'desiredReplicas'),
    limited: text(limited, 'status') === 'True' ? text(limited, 'reason') : '',
    metrics: list(o, 'spec', 'metrics').map((m, i) => {
      const name = text(m, 'resource', 'name');
      const now = list(o, 'status', 'currentMetrics')[i];
      const is = text(now, 'resource', 'current', 'averageUtilization') || 'unknown';
      return `${name} ${is}/${text(m, 'resource', 'target', 'averageUtilization')} %`;
    }),
  };
}

function node(o: KubeObject): Omit<Row, 'name'> {
  const pressures = list(o, 'status', 'conditions')
    .filter((c) => at(c, 'type') !== 'Ready' && text(c, 'status') === 'True')
    .map((c) => text(c, 'type'));
  return {
    ready: text(condition(o, 'Ready'), 'status') === 'True',
    cordoned: at(o, 'spec', 'unschedulable') === true,
    pressures,
    version: text(o, 'status', 'nodeInfo', 'kubeletVersion'),
    cpu: text(o, 'status', 'allocatable', 'cpu'),
    memory: text(o, 'status', 'allocatable', 'memory'),
    pods: text(o, 'status', 'allocatable', 'pods'),
  };
}

const READERS: Readonly<Record<ObjectKind, (o: KubeObject) => Omit<Row, 'name'>>> = {
  pods: pod,
  deployments: (o) => ({
    ...replicated(o, number(o, 'spec', 'replicas'), number(o, 'status', 'readyReplicas')),
    updated: number(o, 'status', 'updatedReplicas'),
    available: number(o, 'status', 'availableReplicas'),
  }),
  statefulsets: (o) => replicated(o, number(o, 'spec', 'replicas'), number(o, 'status', 'readyReplicas')),
  daemonsets: (o) => replicated(o, number(o, 'status', 'desiredNumberScheduled'), number(o, 'status', 'numberReady')),
  replicasets: (o) => replicated(o, number(o, 'spec', 'replicas'), number(o, 'status', 'readyReplicas')),
  jobs: (o) => ({
    ready: number(o, 'status', 'failed') === 0,
    succeeded: number(o, 'status', 'succeeded'),
    failed: number(o, 'status', 'failed'),
    active: number(o, 'status', 'active'),
    images: templateImages(o),
  }),
  cronjobs: (o) => ({
    schedule: text(o, 'spec', 'schedule'),
    suspended: at(o, 'spec', 'suspend') === true,
    lastScheduled: text(o, 'status', 'lastScheduleTime'),
    lastSuccess: text(o, 'status', 'lastSuccessfulTime'),
  }),
  services: (o) => ({
    type: text(o, 'spec', 'type'),
    ip: text(o, 'spec', 'clusterIP'),
    ports: list(o, 'spec', 'ports').map((p) => `${text(p, 'port')}/${text(p, 'protocol') || 'TCP'}`),
  }),
  // Values may be anything, also what should have been a Secret.
  configmaps: (o) => ({ keys: Object.keys((at(o, 'data') as object | undefined) ?? {}).sort() }),
  persistentvolumeclaims: (o) => ({
    ready: text(o, 'status', 'phase') === 'Bound',
    phase: text(o, 'status', 'phase'),
    capacity: text(o, 'status', 'capacity', 'storage'),
    storageClass: text(o, 'spec', 'storageClassName'),
  }),
  horizontalpodautoscalers: autoscaler,
  poddisruptionbudgets: (o) => ({
    minAvailable: text(o, 'spec', 'minAvailable'),
    maxUnavailable: text(o, 'spec', 'maxUnavailable'),
    allowed: number(o, 'status', 'disruptionsAllowed'),
    healthy: number(o, 'status', 'currentHealthy'),
  }),
  certificates: (o) => ({
    ready: text(condition(o, 'Ready'), 'status') === 'True',
    reason: text(condition(o, 'Ready'), 'message'),
    notAfter: text(o, 'status', 'notAfter'),
    renewal: text(o, 'status', 'renewalTime'),
  }),
  nodes: node,
};

export function rowOf(kind: ObjectKind, o: KubeObject): Row {
  return { name: text(o, 'metadata', 'name'), ...READERS[kind](o) };
}

/** Seconds since it was made, or nothing when it does not say. */
export function ageOf(o: KubeObject, now: number): { readonly ageSeconds?: number } {
  const born = Date.parse(text(o, 'metadata', 'creationTimestamp'));
  return Number.isNaN(born) ? {} : { ageSeconds: Math.max(0, Math.floor((now - born) / 1000)) };
}

/** `cpu 500m`, `replicas 3`: everything a row says, for people. */
export function rowLine({ name, ready, ageSeconds, ...facts }: Row): string {
  const told = Object.entries(facts).flatMap(([fact, v]) => {
    const shown = Array.isArray(v) ? v.join(', ') : String(v ?? '');
    return shown === '' || shown === 'false' ? [] : [`${fact} ${shown}`];
  });
  const age = typeof ageSeconds === 'number' ? [`age ${formatDuration(ageSeconds * 1000)}`] : [];
  return [`${ready === false ? '✗ ' : ''}${name}`, ...told, ...age].join(' · ');
}
