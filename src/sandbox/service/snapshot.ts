/** The world at one instant, as monitoring sees it. */
import type { Cluster } from '../kubernetes/cluster.ts';
import type { Run } from '../kubernetes/kubelet.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { isReady } from '../kubernetes/pod-object.ts';
import { type Flow, gatewayFlow, IDLE, podFlow } from './traffic.ts';

export interface RunningContainer {
  readonly run: Run;
  readonly pod: string;
  readonly namespace: string;
  readonly container: string;
  readonly job: string;
  readonly flow: Flow;
}

export interface Gauge {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Snapshot {
  readonly running: readonly RunningContainer[];
  readonly gateway: Flow;
  readonly gauges: readonly Gauge[];
}

export function jobOf(pod: Pod): string {
  return pod.metadata.labels?.app ?? pod.metadata.name;
}

/** The pods of the service that take traffic. */
export function serving(cluster: Cluster, app: string): Pod[] {
  return cluster.store.list('pods').filter((p) => isReady(p) && jobOf(p) === app);
}

export function flowOf(cluster: Cluster, pod: Pod, app: string, rps: number, ready: number): Flow {
  if (!isReady(pod) || jobOf(pod) !== app) return IDLE;
  return podFlow(rps, ready, cluster.images.of(pod.spec.containers[0]?.image ?? ''));
}

export function takeSnapshot(cluster: Cluster, app: string, rps: number): Snapshot {
  const ready = serving(cluster, app).length;
  const running: RunningContainer[] = [];
  const gauges: Gauge[] = [];
  for (const pod of cluster.store.list('pods')) {
    const namespace = pod.metadata.namespace ?? '';
    const { name } = pod.metadata;
    for (const [i, c] of pod.spec.containers.entries()) {
      const run = cluster.kubelet.runs(pod, c.name).at(-1);
      const up = run !== undefined && run.finishedAt === undefined;
      if (up) {
        // The first container is the service; others only idle along.
        const flow = i === 0 ? flowOf(cluster, pod, app, rps, ready) : IDLE;
        running.push({ run, pod: name, namespace, container: c.name, job: i === 0 ? jobOf(pod) : '', flow });
      }
      if (i === 0)
        gauges.push({
          name: 'up',
          labels: { job: jobOf(pod), namespace, pod: name, instance: `${name}:8080` },
          value: up ? 1 : 0,
        });
      const restarts = pod.status.containerStatuses[i]?.restartCount ?? 0;
      gauges.push({
        name: 'kube_pod_container_status_restarts_total',
        labels: { namespace, pod: name, container: c.name },
        value: restarts,
      });
    }
    for (const condition of ['true', 'false', 'unknown'])
      gauges.push({
        name: 'kube_pod_status_ready',
        labels: { namespace, pod: name, condition },
        value: condition === String(isReady(pod)) ? 1 : 0,
      });
  }
  for (const d of cluster.store.list('deployments')) {
    const labels = { namespace: d.metadata.namespace ?? '', deployment: d.metadata.name };
    const counts = {
      kube_deployment_spec_replicas: d.spec.replicas,
      kube_deployment_status_replicas: d.status.replicas ?? 0,
      kube_deployment_status_replicas_available: d.status.availableReplicas ?? 0,
      kube_deployment_status_replicas_unavailable: d.status.unavailableReplicas ?? 0,
      kube_deployment_status_replicas_ready: d.status.readyReplicas ?? 0,
    };
    for (const [name, value] of Object.entries(counts)) gauges.push({ name, labels, value });
  }
  return { running, gateway: gatewayFlow(rps, ready), gauges };
}
