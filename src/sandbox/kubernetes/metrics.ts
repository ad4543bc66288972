/** metrics.k8s.io: what `kubectl top pods` and `kubectl top nodes` read. */
import type { SimReply } from '../http/server.ts';
import type { Cluster } from './cluster.ts';
import { stamp } from './ids.ts';
import type { Pod } from './objects.ts';
import { isReady } from './pod-object.ts';
import { selection } from './read.ts';
import type { ApiRequest } from './request.ts';
import { RESOURCES } from './resources.ts';
import { noSuchPath, Refused } from './status.ts';

export interface Usage {
  /** CPU cores in use now. */
  cores(pod: Pod): number;
  /** Bytes of memory in use now. */
  bytes(pod: Pod): number;
}

export function metricsList(cluster: Cluster, a: ApiRequest, usage: Usage): SimReply {
  const info = RESOURCES.find((r) => r.plural === 'pods');
  if (!info) throw noSuchPath();
  const items = cluster.store
    .list('pods')
    .filter(selection(a, info))
    .filter(isReady)
    .map((pod) => entry(pod, usage, cluster.now()));
  if (a.verb === 'list')
    return { status: 200, body: { kind: 'PodMetricsList', apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items } };
  const one = items.find((i) => i.metadata.name === a.name);
  if (one) return { status: 200, body: { kind: 'PodMetrics', apiVersion: 'metrics.k8s.io/v1beta1', ...one } };
  throw new Refused(404, 'NotFound', `podmetrics.metrics.k8s.io "${a.namespace}/${a.name}" not found`, {
    name: `${a.namespace}/${a.name}`,
  });
}

/** What the pods of a node use together, and a little for the node itself. */
export function nodeMetrics(cluster: Cluster, usage: Usage): SimReply {
  const now = cluster.now();
  const items = cluster.store.list('nodes').map((node) => {
    const here = cluster.store.list('pods').filter((p) => isReady(p) && p.spec.nodeName === node.metadata.name);
    const cores = here.reduce((n, p) => n + usage.cores(p), 0.2);
    const bytes = here.reduce((n, p) => n + usage.bytes(p), 2 ** 30);
    return {
      metadata: { name: node.metadata.name, creationTimestamp: stamp(now), labels: node.metadata.labels ?? {} },
      timestamp: stamp(now),
      window: '15s',
      usage: amounts(cores, bytes),
    };
  });
  const list = { kind: 'NodeMetricsList', apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items };
  return { status: 200, body: list };
}

const amounts = (cores: number, bytes: number) => ({
  cpu: `${Math.round(cores * 1e9)}n`,
  memory: `${Math.round(bytes / 1024)}Ki`,
});

function entry(pod: Pod, usage: Usage, now: number) {
  const [first] = pod.spec.containers;
  const used = amounts(usage.cores(pod), usage.bytes(pod));
  return {
    metadata: {
      name: pod.metadata.name,
      namespace: pod.metadata.namespace ?? '',
      creationTimestamp: stamp(now),
      labels: pod.metadata.labels ?? {},
    },
    timestamp: stamp(now),
    window: '15s',
    containers: [{ name: first?.name ?? '', usage: used }],
  };
}
