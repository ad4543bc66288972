/** Where each kind of object stands in the API. */
import type { ObjectKind } from '../../ports/objects.ts';

/** Everything outside the core group is served under `/apis/<group>/<version>`. */
export interface ObjectPath {
  readonly group: string;
  readonly version: string;
}

export const PATHS: Readonly<Record<ObjectKind, ObjectPath>> = {
  pods: { group: '', version: 'v1' },
  services: { group: '', version: 'v1' },
  configmaps: { group: '', version: 'v1' },
  persistentvolumeclaims: { group: '', version: 'v1' },
  nodes: { group: '', version: 'v1' },
  deployments: { group: 'apps', version: 'v1' },
  statefulsets: { group: 'apps', version: 'v1' },
  daemonsets: { group: 'apps', version: 'v1' },
  replicasets: { group: 'apps', version: 'v1' },
  jobs: { group: 'batch', version: 'v1' },
  cronjobs: { group: 'batch', version: 'v1' },
  horizontalpodautoscalers: { group: 'autoscaling', version: 'v2' },
  poddisruptionbudgets: { group: 'policy', version: 'v1' },
  certificates: { group: 'cert-manager.io', version: 'v1' },
};
