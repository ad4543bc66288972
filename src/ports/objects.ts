/** Any object of the cluster, as it is, for people to look at. Bounded; never a Secret. Throws Fault. */

/** By the plural that kubectl and the API use. */
export const OBJECT_KINDS = [
  'pods',
  'deployments',
  'statefulsets',
  'daemonsets',
  'replicasets',
  'jobs',
  'cronjobs',
  'services',
  'configmaps',
  'persistentvolumeclaims',
  'horizontalpodautoscalers',
  'poddisruptionbudgets',
  'certificates',
  'nodes',
] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** What one of them calls itself: inside a list, objects do not say what they are. */
export const OWN_KIND: Readonly<Record<ObjectKind, string>> = {
  pods: 'Pod',
  deployments: 'Deployment',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  replicasets: 'ReplicaSet',
  jobs: 'Job',
  cronjobs: 'CronJob',
  services: 'Service',
  configmaps: 'ConfigMap',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  horizontalpodautoscalers: 'HorizontalPodAutoscaler',
  poddisruptionbudgets: 'PodDisruptionBudget',
  certificates: 'Certificate',
  nodes: 'Node',
};

/** These stand in no namespace. */
export const CLUSTER_WIDE: readonly ObjectKind[] = ['nodes'];

export interface Where {
  /** Needed for everything that stands in one. */
  readonly namespace?: string;
  readonly name?: string;
  /** `app=backend,tier!=cache` */
  readonly selector?: string;
}

/** As the API gives it: `metadata`, `spec`, `status`, `data`. */
export type KubeObject = { readonly [field: string]: unknown };

export interface Usage {
  readonly name: string;
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

/** More than anyone reads; a bound on memory. Whoever gets as many does not know whether there are more. */
export const MOST_LISTED = 500;

export interface Objects {
  /** At most {@link MOST_LISTED}, in the order of their names. */
  list(kind: ObjectKind, where: Where): Promise<readonly KubeObject[]>;
  /** What runs now uses. Faults `permanent` with `kubernetes.not-found` where there is no metrics server. */
  usage(of: 'pods' | 'nodes', where: Where): Promise<readonly Usage[]>;
}
