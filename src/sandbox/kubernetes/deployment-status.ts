/** A deployment's status and conditions from what its replica sets report. */
import { stamp } from './ids.ts';
import { same } from './json.ts';
import type { Condition, Deployment, ReplicaSet } from './objects.ts';
import { limits } from './rollout-math.ts';

type Status = Deployment['status'];
const sum = (sets: readonly ReplicaSet[], count: (s: ReplicaSet['status']) => number | undefined) =>
  sets.reduce((n, s) => n + (count(s.status) ?? 0), 0);

/** Sets a condition; its transition time moves only when the status does. */
export function withCondition(all: readonly Condition[], next: Condition, now: number): Condition[] {
  const old = all.find((c) => c.type === next.type);
  if (old && old.status === next.status && old.reason === next.reason && next.lastUpdateTime === undefined)
    return [...all];
  const at = stamp(now);
  const transition = old && old.status === next.status ? (old.lastTransitionTime ?? at) : at;
  const set = { ...next, lastUpdateTime: next.lastUpdateTime ?? at, lastTransitionTime: transition };
  return [...all.filter((c) => c.type !== next.type), set];
}

export function isComplete(d: Deployment, s: Status): boolean {
  const n = d.spec.replicas;
  return (s.updatedReplicas ?? 0) === n && (s.replicas ?? 0) === n && (s.availableReplicas ?? 0) === n;
}

export function nextStatus(
  d: Deployment,
  fresh: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
  now: number,
): Status {
  const replicas = sum(sets, (s) => s.replicas);
  const ready = sum(sets, (s) => s.readyReplicas);
  const available = sum(sets, (s) => s.availableReplicas);
  const updated = fresh?.status.replicas ?? 0;
  const unavailable = Math.max(0, Math.max(replicas, d.spec.replicas) - available);
  const counts = {
    observedGeneration: d.metadata.generation ?? 1,
    ...(replicas > 0 ? { replicas } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
  };
  const enough = available >= d.spec.replicas - limits(d).maxUnavailable;
  const conditions = withCondition(
    d.status.conditions ?? [],
    enough
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
    now,
  );
  return { ...counts, conditions: progress(d, { ...counts, conditions }, fresh, now) };
}

function progress(d: Deployment, next: Status, fresh: ReplicaSet | undefined, now: number): Condition[] {
  const conditions = next.conditions ?? [];
  const old = conditions.find((c) => c.type === 'Progressing');
  const name = fresh?.metadata.name ?? '';
  if (d.spec.paused)
    return withCondition(
      conditions,
      { type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' },
      now,
    );
  if (old?.reason === 'DeploymentPaused')
    return withCondition(
      conditions,
      { type: 'Progressing', status: 'Unknown', reason: 'DeploymentResumed', message: 'Deployment is resumed' },
      now,
    );
  // Finished once is finished: pods that fail later do not make it a rollout again.
  if (old?.reason === 'NewReplicaSetAvailable' && (next.replicas ?? 0) === (next.updatedReplicas ?? 0))
    return conditions;
  if (isComplete(d, next))
    return withCondition(
      conditions,
      {
        type: 'Progressing',
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${name}" has successfully progressed.`,
      },
      now,
    );
  if (moved(d.status, next))
    return withCondition(
      conditions,
      {
        type: 'Progressing',
        status: 'True',
        reason: 'ReplicaSetUpdated',
        message: `ReplicaSet "${name}" is progressing.`,
        lastUpdateTime: stamp(now),
      },
      now,
    );
  if (old && overdue(d, old, now))
    return withCondition(
      conditions,
      {
        type: 'Progressing',
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
        message: `ReplicaSet "${name}" has timed out progressing.`,
      },
      now,
    );
  return conditions;
}

/** Something got further since the last look. */
function moved(was: Status, is: Status): boolean {
  const { conditions: _a, observedGeneration: _b, ...before } = was;
  const { conditions: _c, observedGeneration: _d, ...after } = is;
  if (same(before, after)) return false;
  const old = (s: Status) => (s.replicas ?? 0) - (s.updatedReplicas ?? 0);
  return (
    (is.updatedReplicas ?? 0) > (was.updatedReplicas ?? 0) ||
    old(is) < old(was) ||
    (is.readyReplicas ?? 0) > (was.readyReplicas ?? 0) ||
    (is.availableReplicas ?? 0) > (was.availableReplicas ?? 0)
  );
}

/** When a rollout that stands still counts as failed. */
export function deadline(d: Deployment): number | undefined {
  const c = d.status.conditions?.find((x) => x.type === 'Progressing');
  if (!c?.lastUpdateTime || c.reason === 'NewReplicaSetAvailable' || c.reason === 'ProgressDeadlineExceeded')
    return undefined;
  return Date.parse(c.lastUpdateTime) + (d.spec.progressDeadlineSeconds + 1) * 1000;
}

function overdue(d: Deployment, c: Condition, now: number): boolean {
  if (c.reason === 'ProgressDeadlineExceeded') return true;
  return now >= Date.parse(c.lastUpdateTime ?? stamp(now)) + (d.spec.progressDeadlineSeconds + 1) * 1000;
}
