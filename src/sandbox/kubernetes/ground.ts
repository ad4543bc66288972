/** What everything else stands on: namespaces, and three nodes. */
import type { Cluster } from './cluster.ts';
import { stamp, uid } from './ids.ts';
import type { Meta } from './objects.ts';
import { NODES } from './pod-object.ts';

const meta = (cluster: Cluster, name: string): Meta => ({
  name,
  uid: uid(`seed//${name}`),
  resourceVersion: '',
  creationTimestamp: stamp(cluster.now()),
});

export function putNamespaces(cluster: Cluster, names: readonly string[]): void {
  for (const name of names)
    cluster.store.put('namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { ...meta(cluster, name), labels: { 'kubernetes.io/metadata.name': name } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
}

export function putNodes(cluster: Cluster): void {
  for (const [i, name] of NODES.entries())
    cluster.store.put('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { ...meta(cluster, name), labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } },
      spec: { podCIDR: `10.1.${i}.0/24` },
      status: {
        conditions: [
          { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
        ],
        capacity: { cpu: '16', memory: '64Gi', pods: '110' },
        allocatable: { cpu: '15800m', memory: '62Gi', pods: '110' },
        nodeInfo: { kubeletVersion: 'v1.32.4', osImage: 'Debian GNU/Linux 12 (bookworm)', architecture: 'amd64' },
      },
    });
}
