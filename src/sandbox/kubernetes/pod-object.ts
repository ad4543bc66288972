/** Builds the pod a replica set asks for, and reads what matters from one. */
import { fraction, stamp, suffix, uid } from './ids.ts';
import { clone } from './json.ts';
import type { Condition, ContainerStatus, Pod, ReplicaSet } from './objects.ts';

export const NODES: readonly string[] = ['node-a', 'node-b', 'node-c'];

/** `nodes`: those that take pods. */
export function newPod(
  set: ReplicaSet,
  serial: number,
  { now, nodes }: { now: number; nodes: readonly string[] },
): Pod {
  const name = `${set.metadata.name}-${suffix(`${set.metadata.uid}/${serial}`, 5)}`;
  const template = clone(set.spec.template);
  // With none that takes pods they all stay where they always were: this world has no pending ones.
  const open = nodes.length > 0 ? nodes : NODES;
  const node = open[Math.floor(fraction(`${name}/node`) * open.length)] ?? 'node-a';
  const at = stamp(now);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${set.metadata.name}-`,
      namespace: set.metadata.namespace ?? 'default',
      uid: uid(`pod/${set.metadata.uid}/${serial}`),
      resourceVersion: '',
      creationTimestamp: at,
      ...(template.metadata.labels ? { labels: template.metadata.labels } : {}),
      ...(template.metadata.annotations ? { annotations: template.metadata.annotations } : {}),
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: set.metadata.name,
          uid: set.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: { ...template.spec, nodeName: node },
    status: {
      phase: 'Pending',
      conditions: (
        ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'] as const
      ).map((type) => condition(type, type === 'PodScheduled' || type === 'Initialized', at)),
      hostIP: `10.0.0.${NODES.indexOf(node) + 11}`,
      startTime: at,
      qosClass: 'Burstable',
      containerStatuses: template.spec.containers.map(
        (c): ContainerStatus => ({
          name: c.name,
          image: c.image,
          imageID: '',
          ready: false,
          started: false,
          restartCount: 0,
          state: { waiting: { reason: 'ContainerCreating' } },
          lastState: {},
        }),
      ),
    },
  };
}

function condition(type: string, met: boolean, at: string): Condition {
  const reason = met || type === 'PodReadyToStartContainers' ? {} : { reason: 'ContainersNotReady' };
  return { type, status: met ? 'True' : 'False', ...reason, lastProbeTime: null, lastTransitionTime: at };
}

/** Brings phase and conditions in line with the container statuses. */
export function settlePod(pod: Pod, now: number): void {
  const { status } = pod;
  const ready = status.containerStatuses.every((c) => c.ready);
  if (status.containerStatuses.some((c) => c.state.running)) status.phase = 'Running';
  const waiting = status.containerStatuses.filter((c) => !c.ready).map((c) => c.name);
  status.conditions = status.conditions.map((old) => {
    if (old.type !== 'Ready' && old.type !== 'ContainersReady') {
      const met = old.status === 'True' || (old.type === 'PodReadyToStartContainers' && status.podIP !== undefined);
      return (old.status === 'True') === met ? old : condition(old.type, met, stamp(now));
    }
    const next = (old.status === 'True') === ready ? old : condition(old.type, ready, stamp(now));
    return ready ? next : { ...next, message: `containers with unready status: [${waiting.join(' ')}]` };
  });
}

export function isReady(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && pod.status.containerStatuses.every((c) => c.ready);
}

export function readySince(pod: Pod): number | undefined {
  const ready = pod.status.conditions.find((c) => c.type === 'Ready');
  return ready?.status === 'True' && ready.lastTransitionTime ? Date.parse(ready.lastTransitionTime) : undefined;
}

export function isOwnedBy(object: { metadata: { ownerReferences?: { uid: string }[] } }, owner: string): boolean {
  return object.metadata.ownerReferences?.some((o) => o.uid === owner) ?? false;
}
