/** What a deployment ran before: the ReplicaSets it owns, newest first, with their templates exactly as stored. */
import type { V1Deployment, V1ObjectMeta } from '@kubernetes/client-node';
import type { RevisionView } from '../../ports/cluster.ts';
import type { KubernetesApi } from './api.ts';
import { selectorText } from './selector.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const HISTORY = 'deployment.kubernetes.io/revision-history';
const CAUSE = 'kubernetes.io/change-cause';
const HASH = 'pod-template-hash';

interface RawTemplate {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly containers?: readonly { readonly image?: string }[] };
}

export async function revisionsOf(api: KubernetesApi, d: V1Deployment): Promise<readonly RevisionView[]> {
  const namespace = d.metadata?.namespace ?? '';
  const { value, raw } = await api.readRaw(`list replicasets in ${namespace}`, (o) =>
    api.apps.listNamespacedReplicaSet({ namespace, labelSelector: selectorText(d.spec?.selector), limit: 500 }, o),
  );
  // The models drop fields newer than themselves; a rollback must put back everything.
  const stored = (JSON.parse(raw) as { items?: { spec?: { template?: RawTemplate } }[] }).items ?? [];
  return value.items
    .map((set, i) => ({ set, template: stored[i]?.spec?.template ?? {} }))
    .filter(({ set }) => set.metadata?.ownerReferences?.some((o) => o.controller && o.uid === d.metadata?.uid))
    .map(({ set, template }) => view(set.metadata ?? {}, template))
    .sort((a, b) => b.revision - a.revision);
}

export function revisionOf(meta: V1ObjectMeta | undefined): number {
  return Number(meta?.annotations?.[REVISION]) || 0;
}

function view(meta: V1ObjectMeta, template: RawTemplate): RevisionView {
  const cause = meta.annotations?.[CAUSE];
  return {
    revision: revisionOf(meta),
    before: (meta.annotations?.[HISTORY] ?? '').split(',').map(Number).filter(Boolean),
    images: (template.spec?.containers ?? []).map((c) => c.image ?? ''),
    ...(cause === undefined ? {} : { changeCause: cause }),
    createdAt: (meta.creationTimestamp ?? new Date(0)).toISOString(),
    template: withoutHash(template),
  };
}

/** The controller adds this label itself; with it, a rollback would select nothing. */
function withoutHash(template: RawTemplate): object {
  const { [HASH]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}
