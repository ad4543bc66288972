/** Starts the simulated cluster for a test, with real time standing still: only the world clock moves. */
import { jest } from '@jest/globals';
import {
  AppsV1Api,
  AuthorizationV1Api,
  AutoscalingV2Api,
  CoreV1Api,
  KubeConfig,
  PatchStrategy,
  PolicyV1Api,
  setHeaderOptions,
  type V1Status,
} from '@kubernetes/client-node';
import { type ClusterSim, startClusterSim } from '../../src/sandbox/cluster-sim.ts';
import { Faults } from '../../src/sandbox/http/faults.ts';
import { Ledger } from '../../src/sandbox/http/ledger.ts';
import { WorldClock } from '../../src/sandbox/http/world-clock.ts';

// Nothing here waits; a busy machine only makes kubectl and the first import slow.

export const NS = 'architect-production';
export const NAME = 'architect-api';
export const at = { namespace: NS, name: NAME };
export const START = Date.parse('2026-03-02T03:00:00Z');

export interface SimulatedWorld {
  readonly sim: ClusterSim;
  readonly clock: WorldClock;
  readonly ledger: Ledger;
  readonly faults: Faults;
  /** Moves world time, in seconds. */
  pass(seconds: number): void;
}

export async function startWorld(): Promise<SimulatedWorld> {
  standStill();
  const clock = new WorldClock();
  const ledger = new Ledger(() => clock.now());
  const faults = new Faults();
  const sim = await startClusterSim({ clock, ledger, faults });
  return { sim, clock, ledger, faults, pass: (s) => clock.advance(s * 1000) };
}

/** Only `Date` is replaced: sockets and timers stay real. */
function standStill(): void {
  jest.useFakeTimers({
    now: START,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}

export function clients(sim: ClusterSim, user: string) {
  const kc = new KubeConfig();
  kc.loadFromString(sim.kubernetes.kubeconfig(user));
  return {
    kc,
    core: kc.makeApiClient(CoreV1Api),
    apps: kc.makeApiClient(AppsV1Api),
    rights: kc.makeApiClient(AuthorizationV1Api),
    autoscaling: kc.makeApiClient(AutoscalingV2Api),
    policy: kc.makeApiClient(PolicyV1Api),
  };
}

export const strategic = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
export const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
export const json = setHeaderOptions('Content-Type', PatchStrategy.JsonPatch);

/** The Status a call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<V1Status> {
  try {
    await call;
  } catch (e) {
    if (e instanceof Error && 'body' in e && typeof e.body === 'string') return JSON.parse(e.body) as V1Status;
    throw e;
  }
  throw new Error('the call was not refused');
}

export async function ask(sim: ClusterSim, query: string): Promise<{ status: number; body: PrometheusAnswer }> {
  const r = await fetch(`${sim.prometheus.url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) });
  return { status: r.status, body: (await r.json()) as PrometheusAnswer };
}

export interface PrometheusAnswer {
  readonly status: string;
  readonly errorType?: string;
  readonly error?: string;
  readonly data?:
    | { readonly resultType: 'scalar'; readonly result: [number, string] }
    | {
        readonly resultType: 'vector' | 'matrix';
        readonly result: { metric: Record<string, string>; value: [number, string] }[];
      };
}

/** The number of a query that has one series as its answer. */
export async function number(sim: ClusterSim, query: string): Promise<number> {
  const { body } = await ask(sim, query);
  if (body.data?.resultType === 'scalar') return Number(body.data.result[1]);
  const result = body.data?.result ?? [];
  if (result.length !== 1) throw new Error(`${query}: ${JSON.stringify(body).slice(0, 500)}`);
  return Number(result[0]!.value[1]);
}

export const ERROR_RATE = 'sum(rate(http_requests_total{status=~"5.."}[1m])) / sum(rate(http_requests_total[1m]))';
