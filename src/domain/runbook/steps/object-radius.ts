/** How far a change of any object reaches: of what has replicas, how many are ended or replaced. */
import { canonical } from '../../../lib/json.ts';
import type { KubeObject } from '../../../ports/objects.ts';
import type { Radius } from '../../approval/model.ts';
import { fieldsOf } from './field-changes.ts';

const replicasOf = (o: KubeObject | undefined): number | undefined => {
  const { replicas } = fieldsOf(o?.spec);
  return typeof replicas === 'number' ? replicas : undefined;
};

/** Undefined: nothing of it runs, as with an autoscaler. */
export function objectRadius(live: KubeObject | undefined, after: KubeObject | undefined): Radius | undefined {
  const replicas = replicasOf(live);
  const template = fieldsOf(live?.spec).template;
  if (template === undefined) return undefined;
  const replaced = !after || canonical(template) !== canonical(fieldsOf(after.spec).template);
  // A daemon set counts nodes, not replicas.
  if (replicas === undefined) return { share: replaced ? 1 : 0 };
  const replicasAfter = after ? (replicasOf(after) ?? replicas) : 0;
  const touched = replaced ? replicas : Math.max(0, replicas - replicasAfter);
  return { replicas, replicasAfter, share: replicas === 0 ? 0 : Math.round((100 * touched) / replicas) / 100 };
}
