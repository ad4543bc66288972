/** The horizontal pod autoscaler: looks at CPU every 15 s, grows at once, shrinks only after five quiet minutes. */
import type { ClusterContext } from './context.ts';
import { stamp } from './ids.ts';
import type { Autoscaler, Pod } from './objects.ts';
import { isOwnedBy, isReady } from './pod-object.ts';

const EVERY = 15_000;
const STABLE_FOR = 300_000;
const TOLERANCE = 0.1;

export class Autoscalers {
  readonly #x: ClusterContext;
  readonly #cores: (pod: Pod) => number;
  readonly #advice = new Map<string, { at: number; replicas: number }[]>();
  #ticking = false;

  constructor(context: ClusterContext, cores: (pod: Pod) => number) {
    this.#x = context;
    this.#cores = cores;
  }

  /** Starts the rounds once there is something to look after. */
  watch(): void {
    if (this.#ticking || this.#x.store.list('horizontalpodautoscalers').length === 0) return;
    this.#ticking = true;
    this.#x.agenda.at(this.#x.now() + EVERY, () => {
      this.#ticking = false;
      for (const h of this.#x.store.list('horizontalpodautoscalers')) this.#round(h);
      this.watch();
    });
  }

  #round(h: Autoscaler): void {
    const { store } = this.#x;
    const now = this.#x.now();
    const target = store.get('deployments', h.metadata.namespace ?? '', h.spec.scaleTargetRef.name);
    // Memory hardly moves in this world: only CPU makes it grow or shrink.
    const byCpu = h.spec.metrics.find((m) => m.resource.name === 'cpu');
    const goal = byCpu?.resource.target.averageUtilization ?? Number.POSITIVE_INFINITY;
    // Scaled to zero by a person means: hands off.
    if (!target || target.spec.replicas === 0) return;
    const sets = store.list('replicasets', h.metadata.namespace).filter((s) => isOwnedBy(s, target.metadata.uid));
    const pods = store
      .list('pods', h.metadata.namespace)
      .filter((p) => isReady(p) && sets.some((s) => isOwnedBy(p, s.metadata.uid)));
    if (pods.length === 0) return;
    const used = pods.reduce((n, p) => n + this.#cores(p), 0) / pods.length;
    const utilization = used / requestedCores(pods[0]!);
    const current = target.spec.replicas;
    const ratio = (utilization * 100) / goal;
    const raw = !byCpu || Math.abs(ratio - 1) <= TOLERANCE ? current : Math.ceil(pods.length * ratio);
    // The size it finds counts as advice: nothing shrinks in the first five minutes either.
    const known = this.#advice.get(h.metadata.uid) ?? [{ at: now, replicas: current }];
    const history = [...known, { at: now, replicas: raw }].filter((a) => a.at > now - STABLE_FOR);
    this.#advice.set(h.metadata.uid, history);
    const calm = raw >= current ? raw : Math.min(current, Math.max(...history.map((a) => a.replicas)));
    const desired = Math.min(h.spec.maxReplicas, Math.max(h.spec.minReplicas, calm));
    if (desired !== current) {
      store.edit('deployments', target, (d) => {
        d.spec.replicas = desired;
        d.metadata.generation = (d.metadata.generation ?? 1) + 1;
      });
      const way = raw > current ? 'above' : 'below';
      this.#x.say({
        about: h,
        reason: 'SuccessfulRescale',
        message: `New size: ${desired}; reason: ${raw === current ? 'outside the range between minReplicas and maxReplicas' : `cpu resource utilization (percentage of request) ${way} target`}`,
        component: 'horizontal-pod-autoscaler',
      });
    }
    store.edit('horizontalpodautoscalers', h, (x) => {
      x.status = {
        ...x.status,
        currentReplicas: current,
        desiredReplicas: desired,
        ...(desired !== current ? { lastScaleTime: stamp(now) } : {}),
        currentMetrics: [
          {
            type: 'Resource',
            resource: {
              name: 'cpu',
              current: {
                averageUtilization: Math.round(utilization * 100),
                averageValue: `${Math.round(used * 1000)}m`,
              },
            },
          },
        ],
        conditions: [
          {
            type: 'AbleToScale',
            status: 'True',
            reason: 'ReadyForNewScale',
            lastTransitionTime: h.metadata.creationTimestamp,
          },
        ],
      };
    });
  }
}

export function requestedCores(pod: Pod): number {
  const cpu = pod.spec.containers[0]?.resources?.requests?.cpu ?? '500m';
  return cpu.endsWith('m') ? Number.parseInt(cpu, 10) / 1000 : Number(cpu);
}
