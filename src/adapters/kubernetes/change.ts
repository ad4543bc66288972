/** One patch: the precondition, the key that marks it as ours, and the change, or nothing of it. */
import { PatchStrategy } from '@kubernetes/client-node';
import { CHANGE_KEY, type DeploymentChange } from '../../ports/cluster.ts';
import type { KubernetesApi } from './api.ts';

const annotation = (name: string) => `/metadata/annotations/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
const CHANGE_CAUSE = 'kubernetes.io/change-cause';
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

export async function changeDeployment(api: KubernetesApi, c: DeploymentChange, dryRun: boolean): Promise<void> {
  const { namespace, name } = c;
  const { type, body } = patchOf(c);
  await api.change(`patch deployment ${namespace}/${name}`, type, (o) =>
    api.apps.patchNamespacedDeployment(
      { namespace, name, body, fieldManager: 'tocsin', ...(dryRun ? { dryRun: 'All' } : {}) },
      o,
    ),
  );
}

/** A resourceVersion in the patch makes the server answer 409 when somebody was faster. */
export function patchOf({ key, resourceVersion, set }: DeploymentChange): { type: string; body: object } {
  const metadata = { resourceVersion, annotations: { [CHANGE_KEY]: key } };
  if ('replicas' in set)
    return { type: PatchStrategy.MergePatch, body: { metadata, spec: { replicas: set.replicas } } };
  if ('restartedAt' in set) {
    const template = { metadata: { annotations: { [RESTARTED_AT]: set.restartedAt } } };
    return { type: PatchStrategy.MergePatch, body: { metadata, spec: { template } } };
  }
  // A template is replaced whole: merging would keep what the older one did not have. Its deployment has annotations,
  // because the controller writes the revision there.
  return {
    type: PatchStrategy.JsonPatch,
    body: [
      { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
      { op: 'add', path: annotation(CHANGE_KEY), value: key },
      ...(set.cause === undefined ? [] : [{ op: 'add', path: annotation(CHANGE_CAUSE), value: set.cause }]),
      { op: 'replace', path: '/spec/template', value: set.template },
    ],
  };
}
