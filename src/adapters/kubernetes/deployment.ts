/** A deployment with everything a plan has to know before it is changed. */
import type { V1Deployment } from '@kubernetes/client-node';
import type { DeploymentView } from '../../ports/cluster.ts';
import type { KubernetesApi } from './api.ts';
import { autoscalerOf, disruptionBudgetOf } from './companions.ts';
import { revisionOf, revisionsOf } from './revisions.ts';

export async function deploymentView(api: KubernetesApi, namespace: string, name: string): Promise<DeploymentView> {
  const d = await api.read(`get deployment ${namespace}/${name}`, (o) =>
    api.apps.readNamespacedDeployment({ namespace, name }, o),
  );
  const [revisions, autoscaler, disruptionBudget] = await Promise.all([
    revisionsOf(api, d),
    autoscalerOf(api, d),
    disruptionBudgetOf(api, d),
  ]);
  const status = d.status ?? {};
  return {
    namespace,
    name,
    uid: d.metadata?.uid ?? '',
    generation: d.metadata?.generation ?? 0,
    observedGeneration: status.observedGeneration ?? 0,
    resourceVersion: d.metadata?.resourceVersion ?? '',
    replicas: d.spec?.replicas ?? 1,
    updated: status.updatedReplicas ?? 0,
    ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0,
    paused: d.spec?.paused ?? false,
    images: (d.spec?.template.spec?.containers ?? []).map((c) => c.image ?? ''),
    revision: revisionOf(d.metadata),
    revisions,
    progressing: progressing(d),
    ...(autoscaler === undefined ? {} : { autoscaler }),
    ...(disruptionBudget === undefined ? {} : { disruptionBudget }),
    annotations: d.metadata?.annotations ?? {},
  };
}

function progressing(d: V1Deployment): DeploymentView['progressing'] {
  const c = d.status?.conditions?.find(({ type }) => type === 'Progressing');
  const at = c?.lastUpdateTime?.toISOString();
  const { status = 'Unknown', reason = '', message = '' } = c ?? {};
  return { status, reason, message, ...(at === undefined ? {} : { at }) };
}
