/** Any object of the cluster, as it is, for people to look at. Bounded; never a Secret. Throws Fault. */
import type { EventView } from './cluster.ts';

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

export interface Objects {
  /** At most 500, in the order of their names. */
  list(kind: ObjectKind, where: Where): Promise<readonly KubeObject[]>;
  /** About one object, newest last. `kind` is the object's own: `Pod`. */
  eventsOf(about: { namespace: string; kind: string; name: string }, last: number): Promise<readonly EventView[]>;
  /** What runs now uses. Faults `permanent` with `kubernetes.not-found` where there is no metrics server. */
  usage(of: 'pods' | 'nodes', where: Where): Promise<readonly Usage[]>;
}
