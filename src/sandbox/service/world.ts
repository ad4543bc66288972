/** What people and fate do to the simulated world, and how it stands; the levers of stories and tests. */
import type { LedgerEntry } from '../http/ledger.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { stamp, uid } from '../kubernetes/ids.ts';
import type { Behaviour } from '../kubernetes/images.ts';
import { isFields } from '../kubernetes/json.ts';
import type { Usage } from '../kubernetes/metrics.ts';
import type { Autoscaler, Deployment, Labels, Pod, ReplicaSet } from '../kubernetes/objects.ts';
import type { Rbac, User } from '../kubernetes/rbac.ts';
import { revision } from '../kubernetes/rollout-math.ts';
import { DEPLOYMENT, IMAGE, NAMESPACE } from './seed.ts';
import { flowOf, jobOf, type Snapshot, serving, takeSnapshot } from './snapshot.ts';
import { memoryBytes } from './traffic.ts';

const CAUSE = 'kubernetes.io/change-cause';
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

export class World implements Usage {
  readonly #cluster: Cluster;
  readonly #rbac: Rbac;
  readonly #ledgerEntries: () => readonly LedgerEntry[];
  #rps: number;

  constructor(cluster: Cluster, rbac: Rbac, ledgerEntries: () => readonly LedgerEntry[], rps: number) {
    this.#cluster = cluster;
    this.#rbac = rbac;
    this.#ledgerEntries = ledgerEntries;
    this.#rps = rps;
  }

  /** Rolls out an image, given its behaviour first if it has a special one. */
  deploy(image: string, changeCause: string, behaviour?: Behaviour): void {
    if (behaviour) this.#cluster.images.mark(image, behaviour);
    this.#edit((d) => {
      const [first] = d.spec.template.spec.containers;
      if (first) first.image = image;
      d.metadata.annotations = { ...d.metadata.annotations, [CAUSE]: changeCause };
    });
  }

  /** The release everything is about: v42 looks fine, takes over, and then every pod of it dies. */
  deployBad(behaviour: Exclude<Behaviour, 'good'> = 'crash'): void {
    this.deploy(`${IMAGE}:v42`, 'release v42: dashboard owners', behaviour);
  }

  /** From now on the image behaves so: running pods too, where it is about how they answer. */
  markImage(image: string, behaviour: Behaviour): void {
    this.#cluster.act(() => this.#cluster.images.mark(image, behaviour));
  }

  /** Requests a second from all users together. */
  setTraffic(rps: number): void {
    this.#cluster.act(() => {
      this.#rps = rps;
    });
  }

  /** The kernel kills the service in one pod, or in as many as given, for lack of memory. */
  oom(pods = 1): string[] {
    return this.#cluster.act(() => {
      const hit = this.serving().slice(0, pods);
      for (const p of hit) this.#cluster.kubelet.kill(p, p.spec.containers[0]?.name ?? '', 'OOMKilled', 137);
      return hit.map((p) => p.metadata.name);
    });
  }

  /** Somebody else, with kubectl in another window. */
  readonly someoneElse = {
    scales: (replicas: number): void =>
      this.#edit((d) => {
        d.spec.replicas = replicas;
      }),
    annotates: (notes: Labels): void =>
      this.#edit((d) => {
        d.metadata.annotations = { ...d.metadata.annotations, ...notes };
      }),
    deploys: (image: string): void => this.deploy(image, `someone else: ${image}`),
    pauses: (paused = true): void =>
      this.#edit((d) => {
        d.spec.paused = paused;
      }),
    cordons: (node: string, unschedulable = true): void => {
      this.#cluster.act(() => {
        const it = this.#cluster.store.get('nodes', '', node);
        if (!it) throw new Error(`there is no node ${node}`);
        this.#cluster.store.edit('nodes', it, (n) => {
          if (unschedulable) n.spec.unschedulable = true;
          else delete n.spec.unschedulable;
        });
      });
    },
  };

  /** Turns the autoscaler on; it looks every 15 s from now on. */
  autoscale(o: { min: number; max: number; targetCpuPercent: number }): void {
    this.#cluster.act(() => {
      const h: Autoscaler = {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: {
          name: DEPLOYMENT,
          namespace: NAMESPACE,
          uid: uid('hpa'),
          resourceVersion: '',
          creationTimestamp: stamp(this.#cluster.now()),
        },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: DEPLOYMENT },
          minReplicas: o.min,
          maxReplicas: o.max,
          metrics: [
            {
              type: 'Resource',
              resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: o.targetCpuPercent } },
            },
          ],
        },
        status: { currentReplicas: this.deployment()?.spec.replicas ?? 0, desiredReplicas: 0 },
      };
      this.#cluster.store.put('horizontalpodautoscalers', h);
    });
  }

  /** Adds a user of the cluster, or gives one other rights. */
  setUser(user: User): void {
    this.#rbac.set(user);
  }

  deployment(): Deployment | undefined {
    this.#cluster.settle();
    return this.#cluster.store.get('deployments', NAMESPACE, DEPLOYMENT);
  }

  pods(): Pod[] {
    this.#cluster.settle();
    return this.#cluster.store.list('pods', NAMESPACE).filter((p) => jobOf(p) === DEPLOYMENT);
  }

  serving(): Pod[] {
    return serving(this.#cluster, DEPLOYMENT);
  }

  /** Calls that changed the cluster, or tried to: no dry runs, no questions about rights. */
  mutations(): LedgerEntry[] {
    return this.#ledgerEntries().filter(
      (e) =>
        e.server === 'kubernetes' &&
        (WRITES.includes(e.method) || e.path.endsWith('/exec')) &&
        !e.path.startsWith('/apis/authorization.k8s.io/') &&
        e.query.dryRun !== 'All' &&
        !(isFields(e.body) && Array.isArray(e.body.dryRun) && e.body.dryRun.includes('All')),
    );
  }

  /** Those of them that were not refused: a 409 tells the caller to look again and leaves everything as it was. */
  changes(): LedgerEntry[] {
    return this.mutations().filter((e) => e.status === undefined || e.status < 400);
  }

  snapshot(): Snapshot {
    return takeSnapshot(this.#cluster, DEPLOYMENT, this.#rps);
  }

  /** Requests a second. */
  get rps(): number {
    return this.#rps;
  }

  /** How the image behaves once it runs, which the cluster's API cannot tell. */
  behaviourOf(image: string): Behaviour {
    return this.#cluster.images.of(image);
  }

  /** Every revision the cluster still knows, newest first. */
  revisions(): ReplicaSet[] {
    this.#cluster.settle();
    return this.#cluster.store
      .list('replicasets', NAMESPACE)
      .filter((s) => s.metadata.ownerReferences?.some((o) => o.name === DEPLOYMENT))
      .sort((a, b) => revision(b) - revision(a));
  }

  /** Which share of requests fails in a pod, and which share is turned away. */
  fractions(): { failed: number; shed: number } {
    const { running, gateway } = this.snapshot();
    if (this.#rps === 0) return { failed: 0, shed: gateway.shed > 0 || this.serving().length === 0 ? 1 : 0 };
    const sum = (f: 'failed' | 'shed') => running.reduce((n, r) => n + r.flow[f], 0) / this.#rps;
    return { failed: sum('failed'), shed: sum('shed') + gateway.shed / this.#rps };
  }

  cores(pod: Pod): number {
    return flowOf(this.#cluster, pod, DEPLOYMENT, this.#rps, this.serving().length).cores;
  }

  bytes(pod: Pod): number {
    const run = this.#cluster.kubelet.runs(pod, pod.spec.containers[0]?.name ?? '').at(-1);
    return run ? memoryBytes(this.#cluster.now() - run.startedAt) : 0;
  }

  #edit(change: (d: Deployment) => void): void {
    this.#cluster.act(() => {
      const d = this.#cluster.store.get('deployments', NAMESPACE, DEPLOYMENT);
      if (!d) throw new Error(`there is no deployment ${DEPLOYMENT} any more`);
      this.#cluster.store.edit('deployments', d, (draft) => {
        const before = JSON.stringify(draft.spec);
        change(draft);
        if (JSON.stringify(draft.spec) !== before) draft.metadata.generation = (draft.metadata.generation ?? 1) + 1;
      });
    });
  }
}
