/** How far a change of a deployment reaches, read off what is there and what will be sent. */
import type { DeploymentChange, DeploymentView } from '../../../ports/cluster.ts';
import type { Radius } from '../../approval/model.ts';

/** Not caught up with what it is to be: something is being rolled out, or pods do not get ready. */
export const isRollingOut = (d: DeploymentView): boolean =>
  d.observedGeneration < d.generation || d.updated !== d.replicas || d.available !== d.replicas;

/**
 * When what runs was rolled out, milliseconds since the epoch. A release that somebody went back to is older than that: then it
 * is when its rollout was last heard of. Null: nobody knows.
 */
export function rolledOutAt(d: DeploymentView): number | null {
  const current = d.revisions.find((r) => r.revision === d.revision);
  const at = Date.parse((current?.before.length ? d.progressing.at : current?.createdAt) ?? '');
  return Number.isNaN(at) ? null : at;
}

function deployMinutes(d: DeploymentView, now: number): number | null {
  const at = rolledOutAt(d);
  return at === null ? null : Math.max(0, Math.floor((now - at) / 60_000));
}

/** Whether there is one; null where nobody may look. */
const known = (of: object | null | undefined): boolean | null => (of === null ? null : of !== undefined);

export function radiusOf(d: DeploymentView, set: DeploymentChange['set'], now: number): Radius {
  const after = 'replicas' in set ? set.replicas : d.replicas;
  // Another template, or a restart, replaces every pod.
  const touched = 'replicas' in set ? Math.max(0, d.replicas - after) : d.replicas;
  return {
    replicas: d.replicas,
    replicasAfter: after,
    share: d.replicas === 0 ? 0 : Math.round((100 * touched) / d.replicas) / 100,
    autoscaler: known(d.autoscaler),
    disruptionBudget: known(d.disruptionBudget),
    rollingOut: isRollingOut(d),
    deployMinutes: deployMinutes(d, now),
  };
}
