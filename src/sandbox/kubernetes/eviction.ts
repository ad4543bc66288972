/** The eviction subresource of a pod: gone if every disruption budget allows it now, 429 otherwise. */
import type { SimReply } from '../http/server.ts';
import type { Cluster } from './cluster.ts';
import { isFields } from './json.ts';
import type { Pod } from './objects.ts';
import { isReady } from './pod-object.ts';
import { find } from './read.ts';
import { type ApiRequest, isDryRun } from './request.ts';
import type { ResourceInfo } from './resources.ts';
import { matchesLabels } from './selectors.ts';
import { conflict, notAllowed, Refused } from './status.ts';

export function evict(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  if (a.verb !== 'create') throw notAllowed();
  const pod = find(cluster, a, info) as Pod;
  const options = isFields(a.req.body) && isFields(a.req.body.deleteOptions) ? a.req.body.deleteOptions : {};
  const wanted = isFields(options.preconditions) ? options.preconditions.uid : undefined;
  if (wanted !== undefined && wanted !== pod.metadata.uid) throw conflict(info, a.name, 'Precondition failed: UID');
  // What does not serve is no loss, and what is leaving counts already.
  if (isReady(pod)) refuseIfHeld(cluster, pod);
  if (!isDryRun(a.req)) cluster.act(() => cluster.kubelet.terminate(pod));
  return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } };
}

function refuseIfHeld(cluster: Cluster, pod: Pod): void {
  const budgets = cluster.store
    .list('poddisruptionbudgets', pod.metadata.namespace)
    .filter((b) => matchesLabels(b.spec.selector, pod.metadata.labels ?? {}));
  const held = budgets.find((b) => b.status.disruptionsAllowed < 1);
  if (!held) return;
  const { desiredHealthy, currentHealthy } = held.status;
  const cause = {
    reason: 'DisruptionBudget' as const,
    message: `The disruption budget ${held.metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
    field: '',
  };
  const words = "Cannot evict pod as it would violate the pod's disruption budget.";
  throw new Refused(429, 'TooManyRequests', words, { causes: [cause] });
}
