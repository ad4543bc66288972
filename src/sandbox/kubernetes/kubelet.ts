/** Lives each pod's life on world time: scheduled, pulled, started, ready, dying, backing off, gone. */
import type { ClusterContext } from './context.ts';
import { fraction, hash32, stamp } from './ids.ts';
import type { ContainerState, ContainerStatus, Pod } from './objects.ts';
import { runsOnce, settlePod } from './pod-object.ts';

/** One start of a container, as its logs and metrics need it. */
export interface Run {
  readonly id: string;
  readonly startedAt: number;
  readonly restart: boolean;
  finishedAt?: number;
  exitCode?: number;
}

interface Life {
  readonly runs: Run[];
  crashes: number;
  pulls: number;
}

const SECOND = 1000;
/** A container that ran this long is forgiven its earlier crashes. */
const FORGIVEN_AFTER = 600 * SECOND;
const backOffMs = (times: number) => Math.min(300, 10 * 2 ** (times - 1)) * SECOND;

export class Kubelet {
  readonly #x: ClusterContext;
  readonly #lives = new Map<string, Life>();

  constructor(context: ClusterContext) {
    this.#x = context;
  }

  /** Called once for each new pod. */
  adopt(pod: Pod): void {
    const node = pod.spec.nodeName ?? '';
    this.#x.say({
      about: pod,
      reason: 'Scheduled',
      message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${node}`,
      component: 'default-scheduler',
    });
    for (const c of pod.spec.containers) {
      this.#lives.set(key(pod, c.name), { runs: [], crashes: 0, pulls: 0 });
      this.#later(0.5, pod, c.name, (p) => this.#pull(p, c.name));
    }
  }

  /** All starts of a container so far, oldest first. */
  runs(pod: Pod, container: string): readonly Run[] {
    return this.#lives.get(key(pod, container))?.runs ?? [];
  }

  /** Asks a pod to go: out of service at once, gone after its grace. */
  terminate(pod: Pod): void {
    if (pod.metadata.deletionTimestamp) return;
    this.#x.store.edit('pods', pod, (p) => {
      p.metadata.deletionTimestamp = stamp(this.#x.now() + 30 * SECOND);
      p.metadata.deletionGracePeriodSeconds = 30;
    });
    for (const c of pod.status.containerStatuses)
      if (c.state.running) this.#tell(pod, c.name, 'Killing', `Stopping container ${c.name}`);
    this.#x.agenda.at(this.#x.now() + 2 * SECOND, () => {
      for (const c of pod.spec.containers) this.#lives.delete(key(pod, c.name));
      this.#x.store.remove('pods', pod);
    });
  }

  /** The container dies now (a crash, or the kernel's out-of-memory killer). */
  kill(pod: Pod, container: string, reason: 'Error' | 'OOMKilled', exitCode: number): void {
    const life = this.#lives.get(key(pod, container));
    const run = life?.runs.at(-1);
    const now = this.#x.now();
    if (!life || !run || run.finishedAt !== undefined) return;
    if (now - run.startedAt > FORGIVEN_AFTER) life.crashes = 0;
    run.finishedAt = now;
    run.exitCode = exitCode;
    life.crashes += 1;
    const terminated = {
      exitCode,
      reason,
      startedAt: stamp(run.startedAt),
      finishedAt: stamp(now),
      containerID: `containerd://${run.id}`,
    };
    this.#status(pod, container, (s) => this.#set(s, { terminated }));
    // The first restart is immediate; from the second death on the kubelet backs off.
    if (life.crashes === 1) {
      this.#later(0.5, pod, container, (p) => this.#start(p, container));
      return;
    }
    const wait = backOffMs(life.crashes - 1);
    this.#later(1, pod, container, (p) => {
      const text = `back-off ${wait >= 60_000 ? `${Math.floor(wait / 60_000)}m${(wait % 60_000) / 1000}s` : `${wait / 1000}s`} restarting failed container=${container} pod=${p.metadata.name}_${p.metadata.namespace}(${p.metadata.uid})`;
      this.#status(p, container, (s) => {
        s.state = { waiting: { reason: 'CrashLoopBackOff', message: text } };
        s.lastState = { terminated };
      });
      this.#tell(
        p,
        container,
        'BackOff',
        `Back-off restarting failed container ${container} in pod ${p.metadata.name}_${p.metadata.namespace}(${p.metadata.uid})`,
        'Warning',
      );
    });
    this.#later(wait / SECOND, pod, container, (p) => this.#start(p, container));
  }

  /** The end of what runs once. */
  #finish(pod: Pod, container: string, run: Run): void {
    const now = this.#x.now();
    const exitCode = this.#x.images.of(imageOf(pod, container)) === 'crash' ? 1 : 0;
    run.finishedAt = now;
    run.exitCode = exitCode;
    const [startedAt, finishedAt] = [stamp(run.startedAt), stamp(now)];
    const reason = exitCode === 0 ? 'Completed' : 'Error';
    const terminated = { exitCode, reason, startedAt, finishedAt, containerID: `containerd://${run.id}` };
    this.#status(pod, container, (s) => this.#set(s, { terminated }));
  }

  #pull(pod: Pod, container: string): void {
    const image = imageOf(pod, container);
    const life = this.#lives.get(key(pod, container));
    if (!life) return;
    this.#tell(pod, container, 'Pulling', `Pulling image "${image}"`);
    if (this.#x.images.of(image) !== 'pull') {
      this.#later(1 + 0.8 * fraction(`${pod.metadata.uid}/pull`), pod, container, (p) => {
        this.#tell(p, container, 'Pulled', `Successfully pulled image "${image}"`);
        this.#start(p, container);
      });
      return;
    }
    life.pulls += 1;
    this.#later(1, pod, container, (p) => {
      const why = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
      this.#status(p, container, (s) =>
        this.#set(s, { waiting: { reason: 'ErrImagePull', message: `rpc error: code = NotFound desc = ${why}` } }),
      );
      this.#tell(
        p,
        container,
        'Failed',
        `Failed to pull image "${image}": rpc error: code = NotFound desc = ${why}`,
        'Warning',
      );
      this.#tell(p, container, 'Failed', 'Error: ErrImagePull', 'Warning');
    });
    this.#later(3, pod, container, (p) => {
      const message = `Back-off pulling image "${image}"`;
      this.#status(p, container, (s) => this.#set(s, { waiting: { reason: 'ImagePullBackOff', message } }));
      this.#tell(p, container, 'BackOff', message);
      this.#tell(p, container, 'Failed', 'Error: ImagePullBackOff', 'Warning');
    });
    this.#later(1 + backOffMs(life.pulls) / SECOND, pod, container, (p) => this.#pull(p, container));
  }

  #start(pod: Pod, container: string): void {
    const life = this.#lives.get(key(pod, container));
    if (!life) return;
    const now = this.#x.now();
    const restart = life.runs.length > 0;
    const run: Run = { id: runId(pod, container, life.runs.length), startedAt: now, restart };
    // Two starts are all anyone can ask about: this one and the previous.
    life.runs.splice(0, Math.max(0, life.runs.length - 1));
    life.runs.push(run);
    this.#x.store.edit('pods', pod, (p) => {
      const last = hash32(p.metadata.uid);
      p.status.podIP = `10.1.${(last >>> 8) % 250}.${(last % 250) + 1}`;
      p.status.podIPs = [{ ip: p.status.podIP }];
      const s = p.status.containerStatuses.find((c) => c.name === container);
      if (!s) return;
      this.#set(s, { running: { startedAt: stamp(now) } });
      s.restartCount += restart ? 1 : 0;
      s.started = true;
      s.containerID = `containerd://${run.id}`;
      s.imageID = `${s.image.split(':')[0]}@sha256:${runId(p, s.image, 0)}`;
      settlePod(p, now);
    });
    this.#tell(pod, container, 'Created', `Created container: ${container}`);
    this.#tell(pod, container, 'Started', `Started container ${container}`);
    const bad = this.#x.images.of(imageOf(pod, container)) === 'crash';
    if (bad && restart) {
      this.#later(1.2, pod, container, (p) => this.kill(p, container, 'Error', 1), run);
      return;
    }
    this.#later(
      1.5 + 1.2 * fraction(`${pod.metadata.uid}/ready`),
      pod,
      container,
      (p) => {
        this.#status(p, container, (s) => {
          s.ready = true;
        });
        if (runsOnce(p)) {
          this.#later(2, p, container, (q) => this.#finish(q, container, run), run);
          return;
        }
        // Alive long enough to pass its probe and let the rollout go on: the deploy that only fails afterwards.
        if (bad)
          this.#later(
            12 + 4 * fraction(`${p.metadata.uid}/crash`),
            p,
            container,
            (q) => this.kill(q, container, 'Error', 1),
            run,
          );
      },
      run,
    );
  }

  /** A new state; what ended becomes the last state. */
  #set(s: ContainerStatus, state: ContainerState): void {
    if (s.state.terminated) s.lastState = { terminated: s.state.terminated };
    s.state = state;
    s.ready = false;
    s.started = state.running !== undefined;
  }

  #status(pod: Pod, container: string, change: (s: ContainerStatus) => void): void {
    this.#x.store.edit('pods', pod, (p) => {
      const s = p.status.containerStatuses.find((c) => c.name === container);
      if (s) change(s);
      settlePod(p, this.#x.now());
    });
  }

  #tell(pod: Pod, container: string, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    const host = pod.spec.nodeName ?? '';
    this.#x.say({
      about: pod,
      type,
      reason,
      message,
      component: 'kubelet',
      host,
      fieldPath: `spec.containers{${container}}`,
    });
  }

  /** Plans the next turn of a life, void if by then the pod is going, or the run it was meant for is over. */
  #later(seconds: number, pod: Pod, container: string, then: (p: Pod) => void, during?: Run): void {
    this.#x.agenda.at(this.#x.now() + seconds * SECOND, () => {
      const now = this.#x.store.get('pods', pod.metadata.namespace ?? '', pod.metadata.name);
      if (!now || now.metadata.uid !== pod.metadata.uid || now.metadata.deletionTimestamp) return;
      if (during && this.#lives.get(key(pod, container))?.runs.at(-1) !== during) return;
      if (during && during.finishedAt !== undefined) return;
      then(now);
    });
  }
}

const key = (pod: Pod, container: string) => `${pod.metadata.uid}/${container}`;
const imageOf = (pod: Pod, container: string) => pod.spec.containers.find((c) => c.name === container)?.image ?? '';

function runId(pod: Pod, container: string, n: number): string {
  return [0, 1, 2, 3, 4, 5, 6, 7]
    .map((i) => hash32(`${pod.metadata.uid}/${container}/${n}/${i}`).toString(16).padStart(8, '0'))
    .join('');
}
