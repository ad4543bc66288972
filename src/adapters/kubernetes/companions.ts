/** What else acts on a deployment: its autoscaler and its disruption budget. Not being allowed to look is not a failure. */
import type { V1Deployment } from '@kubernetes/client-node';
import type { DeploymentView } from '../../ports/cluster.ts';
import { Fault } from '../../ports/fault.ts';
import type { KubernetesApi } from './api.ts';
import { selects } from './selector.ts';

const MOST = 500;

export async function autoscalerOf(api: KubernetesApi, d: V1Deployment): Promise<DeploymentView['autoscaler']> {
  const namespace = d.metadata?.namespace ?? '';
  const list = await ifAllowed(
    api.read(`list horizontalpodautoscalers in ${namespace}`, (o) =>
      api.autoscaling.listNamespacedHorizontalPodAutoscaler({ namespace, limit: MOST }, o),
    ),
  );
  if (!list) return list;
  const hit = list.items.find(({ spec }) => {
    const target = spec?.scaleTargetRef;
    return target?.kind === 'Deployment' && target.name === d.metadata?.name;
  });
  if (!hit?.spec) return undefined;
  return { name: hit.metadata?.name ?? '', min: hit.spec.minReplicas ?? 1, max: hit.spec.maxReplicas };
}

export async function disruptionBudgetOf(
  api: KubernetesApi,
  d: V1Deployment,
): Promise<DeploymentView['disruptionBudget']> {
  const namespace = d.metadata?.namespace ?? '';
  const list = await ifAllowed(
    api.read(`list poddisruptionbudgets in ${namespace}`, (o) =>
      api.policy.listNamespacedPodDisruptionBudget({ namespace, limit: MOST }, o),
    ),
  );
  if (!list) return list;
  const labels = d.spec?.template.metadata?.labels ?? {};
  const hit = list.items.find(({ spec }) => selects(spec?.selector, labels));
  if (!hit) return undefined;
  // With maxUnavailable the controller works out how many must stay.
  const min = hit.spec?.minAvailable ?? hit.status?.desiredHealthy ?? 0;
  return { name: hit.metadata?.name ?? '', minAvailable: String(min) };
}

/** Null where it is forbidden; undefined where the cluster has no such thing. */
async function ifAllowed<T>(read: Promise<T>): Promise<T | null | undefined> {
  try {
    return await read;
  } catch (e) {
    if (e instanceof Fault && e.code === 'kubernetes.forbidden') return null;
    if (e instanceof Fault && e.code === 'kubernetes.not-found') return undefined;
    throw e;
  }
}
