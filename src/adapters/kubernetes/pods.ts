/** Pods of a deployment or a namespace, each in one line a responder can read. */
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { PodView } from '../../ports/cluster.ts';
import { MOST_LISTED } from '../../ports/objects.ts';
import type { KubernetesApi } from './api.ts';
import { selectorText } from './selector.ts';

export async function podsOf(api: KubernetesApi, namespace: string, deployment?: string): Promise<V1Pod[]> {
  const labelSelector = deployment === undefined ? undefined : await selectorOf(api, namespace, deployment);
  const { items } = await api.read(`list pods in ${namespace}`, (o) =>
    api.core.listNamespacedPod(
      { namespace, limit: MOST_LISTED, ...(labelSelector === undefined ? {} : { labelSelector }) },
      o,
    ),
  );
  return items;
}

async function selectorOf(api: KubernetesApi, namespace: string, name: string): Promise<string> {
  const d = await api.read(`get deployment ${namespace}/${name}`, (o) =>
    api.apps.readNamespacedDeployment({ namespace, name }, o),
  );
  return selectorText(d.spec?.selector);
}

export function podView(pod: V1Pod, now: number): PodView {
  const containers = pod.status?.containerStatuses ?? [];
  const reason = reasonOf(pod);
  const ready = pod.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
  const born = pod.metadata?.creationTimestamp?.getTime() ?? now;
  return {
    name: pod.metadata?.name ?? '',
    ready,
    phase: pod.status?.phase ?? 'Unknown',
    ...(reason === undefined ? {} : { reason }),
    restarts: containers.reduce((n, c) => n + c.restartCount, 0),
    image: (pod.spec?.containers ?? []).map((c) => c.image ?? '').join(', '),
    ageSeconds: Math.max(0, Math.floor((now - born) / 1000)),
  };
}

/** What kubectl shows in its STATUS column when it is not the phase. */
function reasonOf(pod: V1Pod): string | undefined {
  if (pod.metadata?.deletionTimestamp) return 'Terminating';
  const all = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const waiting = all.map((c) => c.state?.waiting?.reason).find((r) => r && r !== 'PodInitializing');
  return waiting ?? all.map(deathOf).find(Boolean) ?? pod.status?.reason ?? unschedulable(pod);
}

function deathOf(c: V1ContainerStatus): string | undefined {
  const end = c.state?.terminated;
  return end && end.exitCode !== 0 ? (end.reason ?? `exit ${end.exitCode}`) : undefined;
}

function unschedulable(pod: V1Pod): string | undefined {
  return pod.status?.conditions?.find((c) => c.type === 'PodScheduled' && c.status === 'False')?.reason;
}
