/** Lists as tables: the columns the API server prepares and kubectl only prints. */
import { age } from './age.ts';
import type { ContainerState, CoreEvent, Deployment, Kinds, KubeObject, Pod, ReplicaSet, Resource } from './objects.ts';

type Cell = string | number;

interface Column {
  readonly name: string;
  /** Only with `-o wide`. */
  readonly wide?: boolean;
}

interface Layout<R extends Resource> {
  readonly columns: readonly Column[];
  cells(object: Kinds[R], now: number): Cell[];
}

const columns = (names: string, wide = ''): Column[] => [
  ...names.split('|').map((name) => ({ name })),
  ...wide
    .split('|')
    .filter((n) => n !== '')
    .map((name) => ({ name, wide: true })),
];
const born = (o: KubeObject, now: number) => age(o.metadata.creationTimestamp, now);
const labels = (l: Record<string, string> | undefined) =>
  Object.entries(l ?? {})
    .map(([k, v]) => `${k}=${v}`)
    .join(',') || '<none>';
const boxes = (o: Deployment | ReplicaSet): Cell[] => [
  o.spec.template.spec.containers.map((c) => c.name).join(','),
  o.spec.template.spec.containers.map((c) => c.image).join(','),
  labels(o.spec.selector.matchLabels),
];

const plain = {
  columns: columns('Name|Age'),
  cells: (o: KubeObject, now: number): Cell[] => [o.metadata.name, born(o, now)],
};

const LAYOUTS: { readonly [R in Resource]: Layout<R> } = {
  pods: {
    columns: columns('Name|Ready|Status|Restarts|Age', 'IP|Node|Nominated Node|Readiness Gates'),
    cells: (p, now) => [
      p.metadata.name,
      `${p.status.containerStatuses.filter((c) => c.ready).length}/${p.spec.containers.length}`,
      podStatus(p),
      restarts(p, now),
      born(p, now),
      p.status.podIP ?? '<none>',
      p.spec.nodeName ?? '<none>',
      '<none>',
      '<none>',
    ],
  },
  deployments: {
    columns: columns('Name|Ready|Up-to-date|Available|Age', 'Containers|Images|Selector'),
    cells: (d, now) => [
      d.metadata.name,
      `${d.status.readyReplicas ?? 0}/${d.spec.replicas}`,
      d.status.updatedReplicas ?? 0,
      d.status.availableReplicas ?? 0,
      born(d, now),
      ...boxes(d),
    ],
  },
  replicasets: {
    columns: columns('Name|Desired|Current|Ready|Age', 'Containers|Images|Selector'),
    cells: (r, now) => [
      r.metadata.name,
      r.spec.replicas,
      r.status.replicas,
      r.status.readyReplicas ?? 0,
      born(r, now),
      ...boxes(r),
    ],
  },
  events: {
    columns: columns('Last Seen|Type|Reason|Object|Message', 'Subobject|Source|First Seen|Count|Name').map((c) =>
      c.name === 'Message' ? { name: 'Message' } : c,
    ),
    cells: (e, now) => [
      age(e.lastTimestamp, now),
      e.type,
      e.reason,
      `${e.involvedObject.kind.toLowerCase()}/${e.involvedObject.name}`,
      e.message,
      e.involvedObject.fieldPath ?? '',
      source(e),
      age(e.firstTimestamp, now),
      e.count,
      e.metadata.name,
    ],
  },
  horizontalpodautoscalers: {
    columns: columns('Name|Reference|Targets|MinPods|MaxPods|Replicas|Age'),
    cells: (h, now) => {
      const is = h.status.currentMetrics?.[0]?.resource.current.averageUtilization;
      const goal = h.spec.metrics[0]?.resource.target.averageUtilization ?? 80;
      return [
        h.metadata.name,
        `${h.spec.scaleTargetRef.kind}/${h.spec.scaleTargetRef.name}`,
        `cpu: ${is === undefined ? '<unknown>' : `${is}%`}/${goal}%`,
        h.spec.minReplicas,
        h.spec.maxReplicas,
        h.status.currentReplicas,
        born(h, now),
      ];
    },
  },
  poddisruptionbudgets: {
    columns: columns('Name|Min Available|Max Unavailable|Allowed Disruptions|Age'),
    cells: (b, now) => [
      b.metadata.name,
      b.spec.minAvailable ?? 'N/A',
      b.spec.maxUnavailable ?? 'N/A',
      b.status.disruptionsAllowed,
      born(b, now),
    ],
  },
  services: plain,
  configmaps: plain,
  persistentvolumeclaims: plain,
  statefulsets: plain,
  daemonsets: plain,
  jobs: plain,
  cronjobs: plain,
  certificates: plain,
  namespaces: {
    columns: columns('Name|Status|Age'),
    cells: (n, now) => [n.metadata.name, n.status.phase, born(n, now)],
  },
  nodes: {
    columns: columns('Name|Status|Roles|Age|Version'),
    cells: (n, now) => [n.metadata.name, 'Ready', '<none>', born(n, now), n.status.nodeInfo.kubeletVersion ?? ''],
  },
};

function source(e: CoreEvent): string {
  return e.source.host ? `${e.source.component}, ${e.source.host}` : e.source.component;
}

/** The one word kubectl shows for a pod. */
export function podStatus(p: Pod): string {
  if (p.metadata.deletionTimestamp) return 'Terminating';
  const reason = (s: ContainerState) => s.waiting?.reason ?? s.terminated?.reason;
  return p.status.containerStatuses.map((c) => reason(c.state)).find((r) => r !== undefined) ?? p.status.phase;
}

function restarts(p: Pod, now: number): Cell {
  const count = p.status.containerStatuses.reduce((n, c) => n + c.restartCount, 0);
  const last = p.status.containerStatuses.map((c) => c.lastState.terminated?.finishedAt).find((t) => t !== undefined);
  return count > 0 && last ? `${count} (${age(last, now)} ago)` : count;
}

export type IncludeObject = 'None' | 'Metadata' | 'Object';

export function table<R extends Resource>(
  resource: R,
  objects: readonly Kinds[R][],
  o: { now: number; include: IncludeObject; metadata: object; headless?: boolean },
): object {
  const layout: Layout<R> = LAYOUTS[resource];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: o.metadata,
    columnDefinitions: o.headless
      ? []
      : layout.columns.map((c, i) => ({
          name: c.name,
          type: 'string',
          format: i === 0 && c.name === 'Name' ? 'name' : '',
          description: '',
          priority: c.wide ? 1 : 0,
        })),
    rows: objects.map((object) => ({
      cells: layout.cells(object, o.now),
      ...(o.include === 'None' ? {} : { object: o.include === 'Object' ? object : partial(object) }),
    })),
  };
}

function partial(object: KubeObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

/** Whether the caller prefers a table, and with how much of each object. */
export function wantsTable(accept: string | undefined): boolean {
  return /as=Table/.test(accept?.split(',')[0] ?? '');
}
