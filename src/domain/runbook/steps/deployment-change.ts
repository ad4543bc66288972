/** How every change of a deployment is tried and carried out: read, compare, then one conditional request. */
import { z } from 'zod';
import { canonical } from '../../../lib/json.ts';
import { utc } from '../../../lib/utc.ts';
import { CHANGE_KEY, type Cluster, type DeploymentChange, type DeploymentView } from '../../../ports/cluster.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Plan } from '../model.ts';
import type { ExecuteContext, Executed, Output, Planned } from '../step-kind.ts';
import { isRollingOut, rolledOutAt } from './deployment-radius.ts';

/** Parameters each of these kinds has at least. */
export type Deployed = { namespace: z.ZodType<string>; deployment: z.ZodType<string> };

type Pieces = Extract<Planned, { summary: string }>;

/** What a kind makes of the deployment as it is. */
export interface Intent {
  readonly summary: string;
  readonly changes: Pieces['changes'];
  readonly notes: readonly string[];
  readonly set: DeploymentChange['set'];
  /** What the step's output says once it is done. */
  readonly output: Output;
  readonly undo?: Pieces['undo'];
}

/** Somebody faster than us this often in a row, and it is left to the worker's patience. */
const MOST_CONFLICTS = 3;

/** What an approver was shown, as facts that must still hold when it is carried out. */
export function guardedFacts(d: DeploymentView): Plan['guarded'] {
  return {
    uid: d.uid,
    generation: d.generation,
    revision: d.revision,
    images: d.images.join(', '),
    replicas: d.replicas,
    paused: d.paused,
    autoscaler: d.autoscaler ? `${d.autoscaler.name} ${d.autoscaler.min}–${d.autoscaler.max}` : null,
    disruptionBudget: d.disruptionBudget ? `${d.disruptionBudget.name} ${d.disruptionBudget.minAvailable}` : null,
  };
}

/** Every fact that is no longer what the plan was made on, for people: `replicas: 10 → 14`. */
export function moved(planned: Plan['guarded'], live: Plan['guarded']): readonly string[] {
  const names = [...new Set([...Object.keys(planned), ...Object.keys(live)])];
  return names
    .filter((n) => (planned[n] ?? null) !== (live[n] ?? null))
    .map((n) => `${n}: ${planned[n] ?? 'none'} → ${live[n] ?? 'none'}`);
}

const isConflict = (e: unknown): boolean => e instanceof Fault && e.code === 'kubernetes.conflict';

/** Reads, intends, and lets the server check the request without changing anything. */
export async function tryChange(
  cluster: Cluster,
  { namespace, name, key }: Pick<DeploymentChange, 'namespace' | 'name' | 'key'>,
  intend: (live: DeploymentView) => Intent | { readonly refused: string },
): Promise<{ readonly live: DeploymentView; readonly intent: Intent } | { readonly refused: string }> {
  for (let n = 1; ; n++) {
    const live = await cluster.deployment(namespace, name);
    const intent = intend(live);
    if ('refused' in intent) return intent;
    try {
      const { resourceVersion } = live;
      await cluster.change({ namespace, name, key, resourceVersion, set: intent.set }, { dryRun: true });
      return { live, intent };
    } catch (e) {
      if (n >= MOST_CONFLICTS || !isConflict(e)) throw e;
    }
  }
}

const request = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  set: z.union([
    z.strictObject({ replicas: z.int() }),
    z.strictObject({ template: z.record(z.string(), z.unknown()), cause: z.string().optional() }),
    z.strictObject({ restartedAt: z.string() }),
  ]),
  output: z.record(z.string(), z.json()),
});

export async function executeChange(plan: Plan, cluster: Cluster, { key, late }: ExecuteContext): Promise<Executed> {
  const { namespace, name, set, output } = request.parse(plan.request);
  for (let n = 1; ; n++) {
    const live = await cluster.deployment(namespace, name);
    // Our mark: an earlier attempt did it, and its answer was lost.
    if (live.annotations[CHANGE_KEY] === key) return { kind: 'done', output };
    const differs = moved(plan.guarded, guardedFacts(live));
    if (differs.length > 0) return { kind: 'drifted', moved: differs };
    if (late) return { kind: 'late' };
    try {
      await cluster.change({ namespace, name, key, resourceVersion: live.resourceVersion, set }, { dryRun: false });
      return { kind: 'done', output };
    } catch (e) {
      // Faster writers only touch the status most of the time; what matters is compared again.
      if (n >= MOST_CONFLICTS || !isConflict(e)) throw e;
    }
  }
}

/** Images side by side, container by container. */
export function imageChanges(
  from: readonly string[],
  to: readonly string[],
): { what: string; from: string; to: string }[] {
  const longest = Math.max(from.length, to.length);
  return Array.from({ length: longest }, (_, i) => ({
    what: longest === 1 ? 'image' : `image ${i + 1}`,
    from: from[i] ?? 'none',
    to: to[i] ?? 'none',
  })).filter((c) => c.from !== c.to);
}

/** Places in two templates that differ, images aside: `spec.containers.0.env`. Names only, because values may be secret. */
export function differences(a: unknown, b: unknown, depth = 3, at: readonly string[] = []): readonly string[] {
  if (canonical(a) === canonical(b)) return [];
  const object = (v: unknown): v is Readonly<Record<string, unknown>> => typeof v === 'object' && v !== null;
  if (depth < 0 || !object(a) || !object(b)) return [at.join('.')];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.filter((k) => k !== 'image').flatMap((k) => differences(a[k], b[k], depth - 1, [...at, k]));
}

/** How much is touched, and who else acts on it: for every approval of a change to this deployment. */
export function circumstances(d: DeploymentView): readonly string[] {
  const notes: string[] = [];
  if (isRollingOut(d)) {
    notes.push(`A rollout is under way: ${d.updated} of ${d.replicas} updated, ${d.available} available`);
  }
  const current = d.revisions.find((r) => r.revision === d.revision);
  if (current) {
    const cause = current.changeCause ? ` (${current.changeCause})` : '';
    const at = rolledOutAt(d);
    const since = at === null ? 'is rolled out' : `has been rolled out since ${utc(at)}`;
    notes.push(`Revision ${d.revision} ${since}${cause}`);
  }
  return notes;
}
