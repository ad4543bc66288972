/** The cluster: objects, controllers and an agenda, lived in order up to the world clock's now. */
import type { WorldClock } from '../http/world-clock.ts';
import { Agenda } from './agenda.ts';
import { Autoscalers } from './autoscaler.ts';
import type { ClusterContext, Occurrence } from './context.ts';
import { Deployments } from './deployments.ts';
import { recordEvent } from './events.ts';
import { collectOrphans, reportBudgets } from './garbage.ts';
import { Images } from './images.ts';
import { Jobs } from './jobs.ts';
import { Kubelet } from './kubelet.ts';
import type { Pod } from './objects.ts';
import { ReplicaSets } from './replica-sets.ts';
import { type Change, Store } from './store.ts';

export class Cluster implements ClusterContext {
  readonly store = new Store();
  readonly agenda = new Agenda();
  readonly images = new Images();
  readonly kubelet: Kubelet;
  readonly #clock: WorldClock;
  readonly #sets: ReplicaSets;
  readonly #deployments: Deployments;
  readonly #jobs: Jobs;
  readonly #autoscalers: Autoscalers;
  readonly #afterStep: ((at: number) => void)[] = [];
  readonly #sleepers = new Set<() => void>();
  #now: number;
  #dirty = true;
  #timer: NodeJS.Timeout | undefined;

  /** Begins in the past, so that there is a history to be lived before anyone looks. */
  constructor(clock: WorldClock, begins: number, cores: (pod: Pod) => number) {
    this.#clock = clock;
    this.#now = begins;
    this.kubelet = new Kubelet(this);
    this.#sets = new ReplicaSets(this, this.kubelet);
    this.#deployments = new Deployments(this);
    this.#jobs = new Jobs(this, this.kubelet);
    this.#autoscalers = new Autoscalers(this, cores);
    this.store.onChange((c) => {
      if (concernsControllers(c)) this.#dirty = true;
    });
  }

  now(): number {
    return this.#now;
  }

  say(what: Occurrence): void {
    recordEvent(this.store, this.#now, what);
  }

  touch(): void {
    this.#dirty = true;
  }

  /** Called with the instant after each transition: whoever keeps figures takes them then. */
  onStep(f: (at: number) => void): void {
    this.#afterStep.push(f);
  }

  /** Lives everything due by now. Every reader calls this first, so nobody sees a world that stood still. */
  settle(): void {
    this.liveUntil(this.#clock.now());
  }

  liveUntil(time: number): void {
    let stepped = false;
    for (let item = this.agenda.take(time); item; item = this.agenda.take(time)) {
      this.#now = Math.max(this.#now, item.at);
      item.run();
      this.#converge();
      stepped = true;
    }
    this.#now = Math.max(this.#now, time);
    if (stepped) this.#wake();
  }

  /** A change from outside, made at the present instant, and its immediate consequences. */
  act<T>(change: () => T): T {
    this.settle();
    try {
      return change();
    } finally {
      this.#converge();
      this.#wake();
    }
  }

  /** Resolves when something happened or may have, or the caller went away. */
  async changed(gone: AbortSignal, atMostMs = 30_000): Promise<void> {
    if (gone.aborted) return;
    this.#arm(atMostMs);
    await new Promise<void>((resolve) => {
      const wake = () => {
        gone.removeEventListener('abort', wake);
        this.#sleepers.delete(wake);
        resolve();
      };
      this.#sleepers.add(wake);
      gone.addEventListener('abort', wake);
    });
  }

  /** Wakes everybody: the clock was moved. */
  moved(): void {
    this.settle();
    this.#wake();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** Runs the controllers until none of them has anything left to do. */
  #converge(): void {
    for (let round = 0; this.#dirty && round < 200; round += 1) {
      this.#dirty = false;
      collectOrphans(this, this.kubelet);
      for (const s of this.store.list('replicasets')) this.#sets.sync(s);
      for (const d of this.store.list('deployments')) this.#deployments.sync(d);
      for (const j of this.store.list('jobs')) this.#jobs.sync(j);
      if (!this.#dirty) reportBudgets(this);
    }
    this.#autoscalers.watch();
    for (const f of this.#afterStep) f(this.#now);
  }

  #wake(): void {
    for (const f of [...this.#sleepers]) f();
  }

  /** Real time passes too: somebody who waits is woken at the next transition. */
  #arm(atMostMs: number): void {
    clearTimeout(this.#timer);
    const due = (this.agenda.next ?? Number.POSITIVE_INFINITY) - this.#clock.now();
    this.#timer = setTimeout(() => this.moved(), Math.max(1, Math.min(due, atMostMs)));
    this.#timer.unref();
  }
}

/** Restarts and messages of a pod that serves no more than before do not move a controller. */
function concernsControllers({ resource, before, after }: Change): boolean {
  if (resource === 'events' || resource === 'nodes' || resource === 'namespaces') return false;
  if (resource !== 'pods' || !before || !after) return true;
  return servingMark(before as Pod) !== servingMark(after as Pod);
}

function servingMark(pod: Pod): string {
  const ready = pod.status.containerStatuses.map((c) => c.ready).join();
  return `${ready}/${pod.metadata.deletionTimestamp ?? ''}/${JSON.stringify(pod.metadata.labels)}`;
}
