/** How the kinds of object that may be changed are written in manifests, in locks and in sentences. */
import { CHANGEABLE, type ChangeableKind, type ObjectRef } from '../../../ports/changes.ts';
import { CHANGE_KEY } from '../../../ports/cluster.ts';
import type { KubeObject } from '../../../ports/objects.ts';
import { fieldsOf } from './field-changes.ts';

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
}

export const WRITTEN: Readonly<Record<ChangeableKind, Written>> = {
  deployments: { apiVersion: 'apps/v1', kind: 'Deployment' },
  statefulsets: { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  daemonsets: { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  cronjobs: { apiVersion: 'batch/v1', kind: 'CronJob' },
  services: { apiVersion: 'v1', kind: 'Service' },
  configmaps: { apiVersion: 'v1', kind: 'ConfigMap' },
  horizontalpodautoscalers: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  poddisruptionbudgets: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
  certificates: { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' },
  nodes: { apiVersion: 'v1', kind: 'Node' },
};

export function writtenAs({ apiVersion, kind }: KubeObject): ChangeableKind | undefined {
  return CHANGEABLE.find((k) => WRITTEN[k].apiVersion === apiVersion && WRITTEN[k].kind === kind);
}

/** `deployment/architect-production/architect-api`, as `lock` names it. */
export function targetOf({ kind, namespace, name }: ObjectRef): string {
  const what = WRITTEN[kind].kind.toLowerCase();
  return namespace === '' ? `${what}/${name}` : `${what}/${namespace}/${name}`;
}

/** `deployment architect-production/architect-api`, for people. */
export const spoken = (at: ObjectRef): string => targetOf(at).replace('/', ' ');

/** What the controllers write by themselves when an object comes back. */
const FOR_THE_CONTROLLER = [
  'deployment.kubernetes.io/revision',
  'kubectl.kubernetes.io/last-applied-configuration',
  CHANGE_KEY,
];

/** A live object as somebody would have written it: it can be applied again. */
export function manifestOf(at: ObjectRef, live: KubeObject): KubeObject {
  const { status: _, metadata, ...rest } = live;
  const { labels, annotations } = fieldsOf(metadata);
  const kept = Object.entries(fieldsOf(annotations)).filter(([k]) => !FOR_THE_CONTROLLER.includes(k));
  const { name, namespace } = at;
  return {
    ...rest,
    ...WRITTEN[at.kind],
    metadata: {
      name,
      ...(namespace === '' ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(kept.length > 0 ? { annotations: Object.fromEntries(kept) } : {}),
    },
  };
}
