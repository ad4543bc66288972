/** What a step will ask of the outside, told beforehand: for who checks at noon whether it would work at 03:00. */
import type { ChangeableKind } from '../../ports/changes.ts';
import { CLUSTER_WIDE, type ObjectKind } from '../../ports/objects.ts';
import type { Params } from './model.ts';

/** As a rule of Kubernetes' RBAC names it. */
export interface ClusterRight {
  /** Empty: the core group. */
  readonly apiGroup: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  readonly verb: string;
  /** What is lost without it; absent: the step fails. */
  readonly otherwise?: string;
}

/** A value nobody knows before the run still holds its `${{ }}`. */
export type Need =
  /** An empty namespace: what stands in none, as nodes do. */
  | { readonly on: 'cluster'; readonly namespace: string; readonly right: ClusterRight }
  | { readonly on: 'metrics'; readonly query: string }
  | { readonly on: 'web'; readonly url: string }
  /** Of the operator's list. */
  | { readonly on: 'command'; readonly command: string }
  | { readonly on: 'database'; readonly database: string; readonly role: 'diagnose' | 'change' }
  | { readonly on: 'cache'; readonly cache: string }
  /** Another runbook, by its id. */
  | { readonly on: 'runbook'; readonly runbook: string }
  /** A program of the operator's list of binaries. */
  | { readonly on: 'binary'; readonly binary: string };

export function inNamespace(params: Params, rights: readonly ClusterRight[]): readonly Need[] {
  return rights.map((right) => {
    const wide = CLUSTER_WIDE.some((kind) => kind === right.resource);
    return { on: 'cluster', namespace: wide ? '' : String(params.namespace), right };
  });
}

/** What the methods of the cluster port need. */
const getDeployment: ClusterRight = { apiGroup: 'apps', resource: 'deployments', verb: 'get' };
export const listPods: ClusterRight = { apiGroup: '', resource: 'pods', verb: 'list' };
export const listEvents: ClusterRight = { apiGroup: '', resource: 'events', verb: 'list' };
/** What listing a kind of object needs. */
export function listOf(kind: ObjectKind): readonly ClusterRight[] {
  return [{ apiGroup: GROUPS[kind] ?? '', resource: kind, verb: 'list' }];
}

const GROUPS: Readonly<Partial<Record<ObjectKind, string>>> = {
  deployments: 'apps',
  statefulsets: 'apps',
  daemonsets: 'apps',
  replicasets: 'apps',
  jobs: 'batch',
  cronjobs: 'batch',
  horizontalpodautoscalers: 'autoscaling',
  poddisruptionbudgets: 'policy',
  certificates: 'cert-manager.io',
};

export const usageOf = (of: 'pods' | 'nodes'): readonly ClusterRight[] => [
  { apiGroup: 'metrics.k8s.io', resource: of, verb: 'list' },
];
/** The selector of a deployment is read first. */
export const listPodsOfDeployment: readonly ClusterRight[] = [getDeployment, listPods];
export const readLogs: readonly ClusterRight[] = [
  ...listPodsOfDeployment,
  { apiGroup: '', resource: 'pods/log', verb: 'get' },
];
/** By label or by name: no deployment is read first. */
export const readLogsOf: readonly ClusterRight[] = [listPods, { apiGroup: '', resource: 'pods/log', verb: 'get' }];
export const readDeployment: readonly ClusterRight[] = [
  getDeployment,
  { apiGroup: 'apps', resource: 'replicasets', verb: 'list' },
  {
    apiGroup: 'autoscaling',
    resource: 'horizontalpodautoscalers',
    verb: 'list',
    otherwise: 'approvers are not shown an autoscaler that would undo the change',
  },
  {
    apiGroup: 'policy',
    resource: 'poddisruptionbudgets',
    verb: 'list',
    otherwise: 'approvers are not shown the disruption budget',
  },
];
/** The dry run needs the same right as the change. */
export const changeDeployment: readonly ClusterRight[] = [
  ...readDeployment,
  { apiGroup: 'apps', resource: 'deployments', verb: 'patch' },
];

/** A job is looked up, tried, made, and looked at until it ends. */
export const runJob: readonly ClusterRight[] = [
  ...listOf('jobs'),
  { apiGroup: 'batch', resource: 'jobs', verb: 'create' },
  { apiGroup: 'batch', resource: 'jobs', verb: 'patch' },
  { ...listPods, otherwise: 'what it printed is not shown' },
  { apiGroup: '', resource: 'pods/log', verb: 'get', otherwise: 'what it printed is not shown' },
];

/** It is read by a list, so that looking at it needs no more than looking at all of them. */
export function changeObject(
  kind: ChangeableKind,
  ...verbs: readonly ('patch' | 'create' | 'delete')[]
): readonly ClusterRight[] {
  return [...listOf(kind), ...verbs.map((verb) => ({ apiGroup: GROUPS[kind] ?? '', resource: kind, verb }))];
}
