/** Every example a step kind shows is carried out, through the real clients, against the simulated world. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { TlsCertificates } from '../../src/adapters/http/tls-certificates.ts';
import { KubernetesChanges } from '../../src/adapters/kubernetes/kubernetes-changes.ts';
import { KubernetesCluster } from '../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { KubernetesEvictions } from '../../src/adapters/kubernetes/kubernetes-evictions.ts';
import { KubernetesObjects } from '../../src/adapters/kubernetes/kubernetes-objects.ts';
import { PrometheusMetrics } from '../../src/adapters/prometheus/prometheus-metrics.ts';
import type { Params } from '../../src/domain/runbook/model.ts';
import type { StepKind, StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { STEP_KINDS } from '../../src/domain/runbook/steps/index.ts';
import type { Web } from '../../src/ports/web.ts';
import { openSimulatedData, type SimulatedData } from '../support/simulated-data.ts';
import { simulatedPrograms } from '../support/simulated-programs.ts';
import { type SimulatedWorld, startWorld } from './sandbox-world.ts';
import { containersOf } from './support/containers.ts';

/** Examples name a public address; what answers there is the service of the simulated world. */
class PublicAddress implements Web {
  readonly #healthUrl: string;

  constructor(healthUrl: string) {
    this.#healthUrl = healthUrl;
  }

  refuses = () => undefined;

  send = () => Promise.reject(new Error('nothing is sent by a plan'));

  async get() {
    const answer = await fetch(this.#healthUrl);
    return { status: answer.status, ms: 1, body: await answer.text() };
  }
}

let w: SimulatedWorld;
let dir: string;
let cluster: KubernetesCluster;
let objects: KubernetesObjects;
let changes: KubernetesChanges;
let evictions: KubernetesEvictions;
let containers: ReturnType<typeof containersOf>;
let ports: StepPorts;
let data: SimulatedData;

beforeAll(async () => {
  w = await startWorld();
  dir = mkdtempSync(join(tmpdir(), 'examples-'));
  writeFileSync(join(dir, 'kubeconfig'), w.sim.kubernetes.kubeconfig('tocsin-wide'));
  cluster = new KubernetesCluster({ kubeconfig: join(dir, 'kubeconfig'), now: () => w.clock.now() });
  const metrics = new PrometheusMetrics({ url: w.sim.prometheus.url });
  objects = new KubernetesObjects({ kubeconfig: join(dir, 'kubeconfig'), now: () => w.clock.now() });
  const certificates = new TlsCertificates();
  changes = new KubernetesChanges({ kubeconfig: join(dir, 'kubeconfig') });
  evictions = new KubernetesEvictions({ kubeconfig: join(dir, 'kubeconfig') });
  data = await openSimulatedData();
  if (data.redisUrl !== undefined) await withKeys(data.redisUrl);
  containers = containersOf(join(dir, 'kubeconfig'));
  ports = {
    cluster,
    objects,
    changes,
    evictions,
    containers,
    metrics,
    web: new PublicAddress(w.sim.service.healthUrl),
    certificates,
    commands: simulatedPrograms().commands,
    ...data,
  };
  w.sim.world.oom();
  w.sim.world.someoneElse.cordons('node-b');
});
afterAll(async () => {
  await cluster.close();
  await objects.close();
  await changes.close();
  await evictions.close();
  await data.close();
  await containers.close();
  rmSync(dir, { recursive: true });
  await w.sim.close();
});

/** Without a redis-server there is nothing to ask. */
const here = STEP_KINDS.filter((k) => process.env.TOCSIN_TEST_REDIS || !k.name.startsWith('redis.'));
const examples = here.flatMap((kind) => kind.examples.map((example) => ({ kind, example })));

async function withKeys(url: string): Promise<void> {
  const redis = new Redis(url);
  for (let n = 0; n < 20; n++) await redis.set(`user:${n}`, 'x'.repeat(n * 10));
  redis.disconnect();
}

async function carryOut(kind: StepKind, params: Params) {
  if ('read' in kind)
    return { output: await kind.read(params, ports, { timeout: 10_000, now: w.clock.now(), since: w.clock.now() }) };
  if ('ask' in kind) return { said: kind.ask(params) };
  if ('tell' in kind) return { said: kind.tell(params) };
  const planned = await kind.plan(params, ports, { now: w.clock.now(), key: 'run/1/step/1' });
  return { planned };
}

it('every kind shows at least one', () => {
  expect(STEP_KINDS.filter((k) => k.examples.length === 0).map((k) => k.name)).toEqual([]);
});

it.each(examples.map(({ kind, example }) => [`${kind.name}: ${example.means}`, kind, example.params] as const))(
  '%s',
  async (_name, kind, params) => {
    expect(kind.schema.check(params)).toEqual([]);
    const { output, planned, said } = await carryOut(kind, params);
    if (output) {
      expect(kind.lines(output).length).toBeGreaterThan(0);
      // What is not declared cannot be used: the loader would say that there is no such thing.
      expect(Object.keys(output).filter((name) => !kind.schema.outputs?.includes(name))).toEqual([]);
    } else if (said) expect(Object.keys(said).length).toBeGreaterThan(0);
    else if (kind.needs(params).some((n) => n.on === 'cluster')) {
      expect(planned).toMatchObject({
        summary: expect.stringMatching(/architect-api|node-/),
        guarded: expect.anything(),
      });
    }
    expect(w.sim.world.mutations()).toEqual([]);
  },
);
