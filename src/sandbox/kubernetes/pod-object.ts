/** Builds the pod a replica set or a job asks for, and reads what matters from one. */
import { fraction, stamp, suffix, uid } from './ids.ts';
import { clone } from './json.ts';
import type { Condition, ContainerStatus, Meta, Pod, PodTemplate } from './objects.ts';

export const NODES: readonly string[] = ['node-a', 'node-b', 'node-c'];

/** What pods belong to. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Meta;
  readonly spec: { readonly template: PodTemplate };
}

/** `nodes`: those that take pods. */
export function newPod(set: Owner, serial: number, { now, nodes }: { now: number; nodes: readonly string[] }): Pod {
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
          apiVersion: set.apiVersion,
          kind: set.kind,
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
  const ended = status.containerStatuses.flatMap((c) => c.state.terminated ?? []);
  if (runsOnce(pod) && ended.length === status.containerStatuses.length) {
    status.phase = ended.every((t) => t.exitCode === 0) ? 'Succeeded' : 'Failed';
  }
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

/** Nothing starts it again once it has ended, as pods of jobs. */
export const runsOnce = (pod: Pod): boolean => pod.spec.restartPolicy === 'Never';

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
