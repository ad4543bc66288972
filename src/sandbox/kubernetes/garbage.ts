/** Removes what belonged to something deleted, and keeps the disruption budgets' figures. */
import type { ClusterContext } from './context.ts';
import type { Kubelet } from './kubelet.ts';
import { isReady } from './pod-object.ts';
import { matchesLabels } from './selectors.ts';

export function collectOrphans(x: ClusterContext, kubelet: Kubelet): void {
  const deployments = new Set(x.store.list('deployments').map((d) => d.metadata.uid));
  for (const s of x.store.list('replicasets')) {
    const owner = s.metadata.ownerReferences?.[0];
    if (owner && !deployments.has(owner.uid)) x.store.remove('replicasets', s);
  }
  const sets = new Set(x.store.list('replicasets').map((s) => s.metadata.uid));
  for (const j of x.store.list('jobs')) sets.add(j.metadata.uid);
  for (const p of x.store.list('pods')) {
    const owner = p.metadata.ownerReferences?.[0];
    if (owner && !sets.has(owner.uid)) kubelet.terminate(p);
  }
}

export function reportBudgets(x: ClusterContext): void {
  for (const b of x.store.list('poddisruptionbudgets')) {
    const pods = x.store
      .list('pods', b.metadata.namespace)
      .filter((p) => matchesLabels(b.spec.selector, p.metadata.labels ?? {}));
    const of = (v: number | string) =>
      typeof v === 'number' ? v : Math.ceil((Number.parseInt(v, 10) * pods.length) / 100);
    const desiredHealthy =
      b.spec.minAvailable !== undefined
        ? of(b.spec.minAvailable)
        : Math.max(0, pods.length - of(b.spec.maxUnavailable ?? 0));
    const currentHealthy = pods.filter(isReady).length;
    x.store.edit('poddisruptionbudgets', b, (d) => {
      d.status = {
        currentHealthy,
        desiredHealthy,
        disruptionsAllowed: Math.max(0, currentHealthy - desiredHealthy),
        expectedPods: pods.length,
        observedGeneration: d.metadata.generation ?? 1,
      };
    });
  }
}
