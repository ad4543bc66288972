/** The replica set controller: as many pods as asked for, and a count of how they are. */
import type { ClusterContext } from './context.ts';
import type { Kubelet } from './kubelet.ts';
import type { Pod, ReplicaSet } from './objects.ts';
import { isOwnedBy, isReady, newPod, readySince } from './pod-object.ts';

export class ReplicaSets {
  readonly #x: ClusterContext;
  readonly #kubelet: Kubelet;
  #serial = 0;

  constructor(context: ClusterContext, kubelet: Kubelet) {
    this.#x = context;
    this.#kubelet = kubelet;
  }

  sync(set: ReplicaSet): void {
    const pods = this.#x.store.list('pods', set.metadata.namespace).filter((p) => isOwnedBy(p, set.metadata.uid));
    const alive = pods.filter((p) => !p.metadata.deletionTimestamp);
    for (let i = alive.length; i < set.spec.replicas; i += 1) alive.push(this.#create(set));
    if (alive.length > set.spec.replicas)
      for (const pod of alive.sort(dispensableFirst).splice(0, alive.length - set.spec.replicas))
        this.#delete(set, pod);
    const ready = alive.filter(isReady);
    const available = ready.filter((p) => this.#isAvailable(p, set.spec.minReadySeconds ?? 0));
    this.#x.store.edit('replicasets', set, (s) => {
      s.status = {
        observedGeneration: s.metadata.generation ?? 1,
        replicas: alive.length,
        ...(alive.length > 0 ? { fullyLabeledReplicas: alive.length } : {}),
        ...(ready.length > 0 ? { readyReplicas: ready.length } : {}),
        ...(available.length > 0 ? { availableReplicas: available.length } : {}),
      };
    });
  }

  #create(set: ReplicaSet): Pod {
    const now = this.#x.now();
    this.#serial += 1;
    const nodes = this.#x.store.list('nodes').flatMap((n) => (n.spec.unschedulable ? [] : [n.metadata.name]));
    const pod = this.#x.store.put('pods', newPod(set, this.#serial, { now, nodes }));
    this.#x.say({
      about: set,
      reason: 'SuccessfulCreate',
      message: `Created pod: ${pod.metadata.name}`,
      component: 'replicaset-controller',
    });
    this.#kubelet.adopt(pod);
    return pod;
  }

  #delete(set: ReplicaSet, pod: Pod): void {
    this.#kubelet.terminate(pod);
    this.#x.say({
      about: set,
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod.metadata.name}`,
      component: 'replicaset-controller',
    });
  }

  #isAvailable(pod: Pod, minReadySeconds: number): boolean {
    if (minReadySeconds === 0) return true;
    const due = (readySince(pod) ?? this.#x.now()) + minReadySeconds * 1000;
    if (due <= this.#x.now()) return true;
    this.#x.agenda.at(due, () => this.#x.touch());
    return false;
  }
}

/** Scaling down takes pods that do not serve first, then the youngest. */
function dispensableFirst(a: Pod, b: Pod): number {
  const rank = (p: Pod) => (isReady(p) ? 2 : p.status.phase === 'Running' ? 1 : 0);
  return rank(a) - rank(b) || (b.metadata.creationTimestamp < a.metadata.creationTimestamp ? -1 : 1);
}
