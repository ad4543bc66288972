/** Which resources the API serves, with the names and verbs that discovery, routing and rights need. */
import type { Resource } from './objects.ts';

export interface ResourceInfo {
  readonly plural: Resource;
  readonly singular: string;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'patch', 'update'];

export const RESOURCES: readonly ResourceInfo[] = [
  row('namespaces', 'Namespace', '', 'v1', ['ns'], READ, [], false),
  row('nodes', 'Node', '', 'v1', ['no'], [...READ, 'patch'], [], false),
  row('pods', 'Pod', '', 'v1', ['po'], [...READ, 'delete'], ['log', 'eviction']),
  row('events', 'Event', '', 'v1', ['ev'], READ),
  row('deployments', 'Deployment', 'apps', 'v1', ['deploy'], [...READ, ...WRITE], ['scale', 'status']),
  row('replicasets', 'ReplicaSet', 'apps', 'v1', ['rs'], READ),
  row('horizontalpodautoscalers', 'HorizontalPodAutoscaler', 'autoscaling', 'v2', ['hpa'], [...READ, ...WRITE]),
  row('services', 'Service', '', 'v1', ['svc'], [...READ, ...WRITE]),
  row('configmaps', 'ConfigMap', '', 'v1', ['cm'], [...READ, ...WRITE]),
  row('persistentvolumeclaims', 'PersistentVolumeClaim', '', 'v1', ['pvc'], READ),
  row('statefulsets', 'StatefulSet', 'apps', 'v1', ['sts'], [...READ, ...WRITE]),
  row('daemonsets', 'DaemonSet', 'apps', 'v1', ['ds'], [...READ, ...WRITE]),
  row('jobs', 'Job', 'batch', 'v1', [], [...READ, 'create', 'delete', 'patch']),
  row('cronjobs', 'CronJob', 'batch', 'v1', ['cj'], [...READ, ...WRITE]),
  row('certificates', 'Certificate', 'cert-manager.io', 'v1', ['cert'], [...READ, ...WRITE]),
  row('poddisruptionbudgets', 'PodDisruptionBudget', 'policy', 'v1', ['pdb'], [...READ, ...WRITE]),
];

function row(
  plural: Resource,
  kind: string,
  group: string,
  version: string,
  shortNames: readonly string[],
  verbs: readonly string[],
  subresources: readonly string[] = [],
  namespaced = true,
): ResourceInfo {
  return { plural, singular: kind.toLowerCase(), kind, group, version, namespaced, shortNames, verbs, subresources };
}

/** `deployments.apps`, `pods`: how messages name a resource. */
export function qualified(info: { plural: string; group: string }): string {
  return info.group === '' ? info.plural : `${info.plural}.${info.group}`;
}

export function apiVersion(info: ResourceInfo): string {
  return info.group === '' ? info.version : `${info.group}/${info.version}`;
}
