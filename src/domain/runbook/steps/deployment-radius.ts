/** How far a change of a deployment reaches, read off what is there and what will be sent. */
import type { DeploymentChange, DeploymentView } from '../../../ports/cluster.ts';
import type { Radius } from '../../approval/model.ts';

/** Not caught up with what it is to be: something is being rolled out, or pods do not get ready. */
export const isRollingOut = (d: DeploymentView): boolean =>
  d.observedGeneration < d.generation || d.updated !== d.replicas || d.available !== d.replicas;

/** Null: there is no such revision any more, or its time does not read as one. */
function deployMinutes(d: DeploymentView, now: number): number | null {
  const since = Date.parse(d.revisions.find((r) => r.revision === d.revision)?.createdAt ?? '');
  return Number.isNaN(since) ? null : Math.max(0, Math.floor((now - since) / 60_000));
}

export function radiusOf(d: DeploymentView, set: DeploymentChange['set'], now: number): Radius {
  const after = 'replicas' in set ? set.replicas : d.replicas;
  // Another template, or a restart, replaces every pod.
  const touched = 'replicas' in set ? Math.max(0, d.replicas - after) : d.replicas;
  return {
    replicas: d.replicas,
    replicasAfter: after,
    share: d.replicas === 0 ? 0 : Math.round((100 * touched) / d.replicas) / 100,
    autoscaler: d.autoscaler !== undefined,
    disruptionBudget: d.disruptionBudget !== undefined,
    rollingOut: isRollingOut(d),
    deployMinutes: deployMinutes(d, now),
  };
}
