/** The arithmetic of a rolling update, as in Kubernetes' deployment controller: pure, so it can be read and tested alone. */
import type { Deployment, IntOrPercent, ReplicaSet } from './objects.ts';

export const DESIRED = 'deployment.kubernetes.io/desired-replicas';
export const MAXIMUM = 'deployment.kubernetes.io/max-replicas';
export const REVISION = 'deployment.kubernetes.io/revision';

export interface Limits {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

function resolve(value: IntOrPercent, total: number, round: (n: number) => number): number {
  if (typeof value === 'number') return value;
  return round((Number.parseInt(value, 10) * total) / 100);
}

export function limits(d: Deployment): Limits {
  const rolling = d.spec.strategy.rollingUpdate;
  if (d.spec.strategy.type !== 'RollingUpdate' || !rolling) return { maxSurge: 0, maxUnavailable: 0 };
  const maxSurge = resolve(rolling.maxSurge, d.spec.replicas, Math.ceil);
  const maxUnavailable = resolve(rolling.maxUnavailable, d.spec.replicas, Math.floor);
  // Both zero would never move.
  if (maxSurge === 0 && maxUnavailable === 0) return { maxSurge, maxUnavailable: 1 };
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, d.spec.replicas) };
}

export const wanted = (sets: readonly ReplicaSet[]) => sets.reduce((n, s) => n + s.spec.replicas, 0);
export const available = (sets: readonly ReplicaSet[]) =>
  sets.reduce((n, s) => n + (s.status.availableReplicas ?? 0), 0);
export const revision = (o: { metadata: { annotations?: Record<string, string> } }) =>
  Number(o.metadata.annotations?.[REVISION] ?? 0);

/** How large the new set may be now. */
export function nextNewSize(d: Deployment, fresh: ReplicaSet, all: readonly ReplicaSet[]): number {
  if (d.spec.strategy.type === 'Recreate') return d.spec.replicas;
  const room = d.spec.replicas + limits(d).maxSurge - wanted(all);
  if (fresh.spec.replicas >= d.spec.replicas) return d.spec.replicas;
  return room <= 0 ? fresh.spec.replicas : fresh.spec.replicas + Math.min(room, d.spec.replicas - fresh.spec.replicas);
}

/** New sizes of the old sets: first the pods that do not serve, then as many as may be missing. */
export function nextOldSizes(d: Deployment, fresh: ReplicaSet, old: readonly ReplicaSet[]): Map<ReplicaSet, number> {
  const sizes = new Map(old.map((s) => [s, s.spec.replicas]));
  const all = [...old, fresh];
  const minAvailable = d.spec.replicas - limits(d).maxUnavailable;
  const newUnavailable = fresh.spec.replicas - (fresh.status.availableReplicas ?? 0);
  let mayGo = wanted(all) - minAvailable - newUnavailable;
  if (mayGo <= 0) return sizes;
  for (const s of old) {
    const sick = Math.min(mayGo, Math.max(0, s.spec.replicas - (s.status.availableReplicas ?? 0)));
    sizes.set(s, s.spec.replicas - sick);
    mayGo -= sick;
  }
  let spare = available(all) - minAvailable;
  for (const s of old) {
    const size = sizes.get(s) ?? 0;
    const go = Math.max(0, Math.min(size, spare));
    sizes.set(s, size - go);
    spare -= go;
  }
  return sizes;
}

/** While a rollout is under way, a change of scale is shared among the sets by their size. */
export function proportionalSizes(d: Deployment, sets: readonly ReplicaSet[]): Map<ReplicaSet, number> {
  const active = sets.filter((s) => s.spec.replicas > 0);
  const allowed = d.spec.replicas > 0 ? d.spec.replicas + limits(d).maxSurge : 0;
  const toAdd = allowed - wanted(active);
  const sizes = new Map<ReplicaSet, number>();
  let left = toAdd;
  for (const s of active.sort((a, b) => b.spec.replicas - a.spec.replicas)) {
    const was = Number(s.metadata.annotations?.[MAXIMUM] ?? 0) || d.spec.replicas;
    const share =
      d.spec.replicas === 0 ? -s.spec.replicas : Math.round((s.spec.replicas * allowed) / was) - s.spec.replicas;
    const step = toAdd > 0 ? Math.max(0, Math.min(share, left)) : Math.min(0, Math.max(share, left));
    sizes.set(s, s.spec.replicas + step);
    left -= step;
  }
  const [largest] = active;
  if (largest) sizes.set(largest, Math.max(0, (sizes.get(largest) ?? 0) + left));
  return sizes;
}
