/** The deployment controller: a replica set per template, moved from the old to the new within the allowed bounds. */
import type { ClusterContext } from './context.ts';
import { deadline, isComplete, nextStatus, withCondition } from './deployment-status.ts';
import { stamp, suffix, uid } from './ids.ts';
import { clone, same } from './json.ts';
import type { Deployment, Labels, PodTemplate, ReplicaSet } from './objects.ts';
import { isOwnedBy } from './pod-object.ts';
import {
  DESIRED,
  limits,
  MAXIMUM,
  nextNewSize,
  nextOldSizes,
  proportionalSizes,
  REVISION,
  revision,
  wanted,
} from './rollout-math.ts';

const HASH = 'pod-template-hash';
const HISTORY = 'deployment.kubernetes.io/revision-history';
/** Annotations that describe one object and are not handed from a deployment to its replica sets. */
const OWN_ANNOTATIONS = [
  REVISION,
  HISTORY,
  DESIRED,
  MAXIMUM,
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
];

export class Deployments {
  readonly #x: ClusterContext;
  readonly #deadlines = new Map<string, number>();

  constructor(context: ClusterContext) {
    this.#x = context;
  }

  sync(d: Deployment): void {
    const sets = this.#sets(d);
    const found = sets.find((s) => sameTemplate(s.spec.template, d.spec.template));
    const fresh = found ? this.#renumber(d, found, sets) : d.spec.paused ? undefined : this.#create(d, sets);
    const old = sets.filter((s) => s.metadata.uid !== fresh?.metadata.uid);
    this.#resize(d, fresh, old);
    this.#report(d);
  }

  #sets(d: Deployment): ReplicaSet[] {
    return this.#x.store
      .list('replicasets', d.metadata.namespace)
      .filter((s) => isOwnedBy(s, d.metadata.uid))
      .sort((a, b) => revision(a) - revision(b));
  }

  #create(d: Deployment, sets: readonly ReplicaSet[]): ReplicaSet {
    const now = this.#x.now();
    const hash = `${suffix(JSON.stringify(d.spec.template), 10)}`;
    const template = clone(d.spec.template);
    template.metadata.labels = { ...template.metadata.labels, [HASH]: hash };
    const set: ReplicaSet = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${d.metadata.name}-${hash}`,
        namespace: d.metadata.namespace ?? 'default',
        uid: uid(`replicaset/${d.metadata.uid}/${hash}/${now}`),
        resourceVersion: '',
        generation: 1,
        creationTimestamp: stamp(now),
        labels: { ...template.metadata.labels },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: d.metadata.name,
            uid: d.metadata.uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: {
        replicas: 0,
        ...(d.spec.minReadySeconds ? { minReadySeconds: d.spec.minReadySeconds } : {}),
        selector: { matchLabels: { ...d.spec.selector.matchLabels, [HASH]: hash } },
        template,
      },
      status: { replicas: 0 },
    };
    const stored = this.#renumber(d, this.#x.store.put('replicasets', set), sets);
    this.#x.store.edit('deployments', d, (x) => {
      x.status.conditions = withCondition(
        x.status.conditions ?? [],
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetCreated',
          message: `Created new replica set "${set.metadata.name}"`,
          lastUpdateTime: stamp(now),
        },
        now,
      );
    });
    return stored;
  }

  /** The set in use always carries the highest revision: an undo gives an old set a new number. */
  #renumber(d: Deployment, fresh: ReplicaSet, sets: readonly ReplicaSet[]): ReplicaSet {
    const others = sets.filter((s) => s.metadata.uid !== fresh.metadata.uid).map(revision);
    const next = Math.max(0, ...others) + 1;
    const was = revision(fresh);
    const edited = this.#x.store.edit('replicasets', fresh, (s) => {
      const notes: Labels = { ...s.metadata.annotations };
      for (const [k, v] of Object.entries(d.metadata.annotations ?? {})) if (!OWN_ANNOTATIONS.includes(k)) notes[k] = v;
      if (was < next) {
        notes[REVISION] = String(next);
        if (was > 0) notes[HISTORY] = [...(notes[HISTORY]?.split(',') ?? []), String(was)].join(',');
      }
      s.metadata.annotations = notes;
    });
    const set = edited ?? fresh;
    this.#x.store.edit('deployments', d, (x) => {
      x.metadata.annotations = { ...x.metadata.annotations, [REVISION]: String(revision(set)) };
    });
    return set;
  }

  #resize(d: Deployment, fresh: ReplicaSet | undefined, old: readonly ReplicaSet[]): void {
    const all = fresh ? [...old, fresh] : old;
    const active = all.filter((s) => s.spec.replicas > 0);
    const rescaled = active.some((s) => s.metadata.annotations?.[DESIRED] !== String(d.spec.replicas));
    if (d.spec.paused || rescaled) {
      const only = active.length <= 1 ? (active[0] ?? fresh) : undefined;
      if (only) this.#scale(d, only, d.spec.replicas);
      else for (const [set, size] of proportionalSizes(d, active)) this.#scale(d, set, size);
      return;
    }
    if (!fresh) return;
    if (d.spec.strategy.type === 'Recreate') {
      for (const s of old) this.#scale(d, s, 0);
      if (!this.#runsPodsOf(old)) this.#scale(d, fresh, d.spec.replicas);
      return;
    }
    const size = nextNewSize(d, fresh, all);
    if (size !== fresh.spec.replicas) this.#scale(d, fresh, size);
    else if (wanted(old) > 0) for (const [set, n] of nextOldSizes(d, fresh, old)) this.#scale(d, set, n);
  }

  #runsPodsOf(sets: readonly ReplicaSet[]): boolean {
    return sets.some((s) => this.#x.store.list('pods', s.metadata.namespace).some((p) => isOwnedBy(p, s.metadata.uid)));
  }

  #scale(d: Deployment, set: ReplicaSet, size: number): void {
    const from = set.spec.replicas;
    this.#x.store.edit('replicasets', set, (s) => {
      if (s.spec.replicas !== size) s.metadata.generation = (s.metadata.generation ?? 1) + 1;
      s.spec.replicas = size;
      s.metadata.annotations = {
        ...s.metadata.annotations,
        [DESIRED]: String(d.spec.replicas),
        [MAXIMUM]: String(d.spec.replicas + limits(d).maxSurge),
      };
    });
    if (from === size) return;
    const way = size > from ? 'up' : 'down';
    this.#x.say({
      about: d,
      reason: 'ScalingReplicaSet',
      message: `Scaled ${way} replica set ${set.metadata.name} from ${from} to ${size}`,
      component: 'deployment-controller',
    });
  }

  #report(d: Deployment): void {
    const sets = this.#sets(d);
    const fresh = sets.find((s) => sameTemplate(s.spec.template, d.spec.template));
    const updated = this.#x.store.edit('deployments', d, (x) => {
      x.status = nextStatus(x, fresh, sets, this.#x.now());
    });
    if (!updated) return;
    const due = deadline(updated);
    if (due !== undefined && this.#deadlines.get(d.metadata.uid) !== due) {
      this.#deadlines.set(d.metadata.uid, due);
      this.#x.agenda.at(due, () => this.#x.touch());
    }
    if (!isComplete(updated, updated.status)) return;
    const spent = sets.filter((s) => s !== fresh && s.spec.replicas === 0 && s.status.replicas === 0);
    for (const s of spent.slice(0, Math.max(0, spent.length - d.spec.revisionHistoryLimit)))
      this.#x.store.remove('replicasets', s);
  }
}

function sameTemplate(a: PodTemplate, b: PodTemplate): boolean {
  const bare = (t: PodTemplate) => {
    const { [HASH]: _hash, ...labels } = t.metadata.labels ?? {};
    return { ...t, metadata: { ...t.metadata, labels } };
  };
  return same(bare(a), bare(b));
}
