/** The cluster is changed in the name of who asked: their rights decide, Tocsin needs only the right to impersonate them. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubernetesChanges } from '../../src/adapters/kubernetes/kubernetes-changes.ts';
import { KubernetesCluster } from '../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { KubernetesContainers } from '../../src/adapters/kubernetes/kubernetes-containers.ts';
import { KubernetesObjects } from '../../src/adapters/kubernetes/kubernetes-objects.ts';
import { KubernetesRights } from '../../src/adapters/kubernetes/kubernetes-rights.ts';
import type { Plan } from '../../src/domain/runbook/model.ts';
import type { StepPorts } from '../../src/domain/runbook/step-kind.ts';
import type { Claimed, HandlerIo } from '../../src/engine/effect.ts';
import { stepExecute } from '../../src/outbound/step-execute.ts';
import { digestOf, stepPlan } from '../../src/outbound/step-plan.ts';
import type { Rule } from '../../src/sandbox/kubernetes/rbac.ts';
import { NAME, NS, type SimulatedWorld, startWorld } from './sandbox-world.ts';

const ALICE = 'alice@example.com';
const TOKEN = 'sandbox-tocsin-token';
const looks: readonly Rule[] = [
  { apiGroups: ['apps'], resources: ['deployments', 'replicasets'], verbs: ['get', 'list'] },
  { apiGroups: [''], resources: ['pods', 'events'], verbs: ['get', 'list'] },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['list'] },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: ['list'] },
];
const changes: Rule = { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'], namespaces: [NS] };
const asAlice: Rule = { apiGroups: [''], resources: ['users'], verbs: ['impersonate'], resourceNames: [ALICE] };

let w: SimulatedWorld;
let dir: string;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  w = await startWorld();
  dir = mkdtempSync(join(tmpdir(), 'in-name-'));
  writeFileSync(join(dir, 'kubeconfig'), w.sim.kubernetes.kubeconfig('tocsin'));
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await w.sim.close();
});

const access = (as?: string) => ({
  kubeconfig: join(dir, 'kubeconfig'),
  now: () => w.clock.now(),
  ...(as ? { as } : {}),
});
/** What Tocsin itself and the person may do. */
function rights(tocsin: readonly Rule[], alice: readonly Rule[]): void {
  w.sim.world.setUser({ name: 'tocsin', token: TOKEN, rules: tocsin });
  w.sim.world.setUser({ name: ALICE, token: 'nobody-has-this', rules: alice });
}

const asked: (string | undefined)[] = [];
/** Real ports to the simulated cluster, in the name that is asked for. */
function portsFor(as: string | undefined): StepPorts {
  asked.push(as);
  const ports = {
    cluster: new KubernetesCluster(access(as)),
    objects: new KubernetesObjects(access(as)),
    changes: new KubernetesChanges(access(as)),
  };
  open.push(...Object.values(ports));
  return ports as unknown as StepPorts;
}

const io: HandlerIo = {
  now: () => w.clock.now(),
  load: async () => undefined,
  ours: () => true,
  signal: new AbortController().signal,
};
const effect = (kind: string, payload: object) =>
  ({
    ...{
      kind,
      payload,
      id: 1,
      lane: 'run/7',
      key: `run/7/1/x/${digestOf(JSON.stringify(payload))}`,
      class: 'keyed',
      priority: 1,
    },
    ...{ of: { kind: 'run', id: 7 }, fence: 1, attempts: 1, crashes: 0, doubt: false },
  }) as unknown as Claimed;

async function planned(replicas: number, as?: string) {
  const payload = {
    ...{ run: 7, step: '1', attempt: 1, kind: 'kubernetes.scale', timeout: 10_000, runbook: 'd', requester: 'alice' },
    ...{ params: { namespace: NS, deployment: NAME, replicas }, ...(as ? { as } : {}) },
  };
  const outcome = await stepPlan(portsFor, async () => []).run(effect('step.plan', payload), io);
  const data = 'result' in outcome ? (outcome.result?.data as { plan?: string; failure?: string }) : {};
  return {
    bytes: data.plan ?? '',
    failure: data.failure,
    plan: data.plan ? (JSON.parse(data.plan) as Plan) : undefined,
  };
}

const carriedOut = (plan: string) =>
  stepExecute(portsFor).run(
    effect('step.execute', {
      ...{ run: 7, step: '1', attempt: 1, kind: 'kubernetes.scale', timeout: 10_000, plan, digest: digestOf(plan) },
      notAfter: w.clock.now() + 60_000,
    }),
    io,
  );
const replicas = () => w.sim.world.deployment()?.spec.replicas;

test('with her rights and only the right to act as her, it is planned and carried out in her name', async () => {
  rights([asAlice], [...looks, changes]);
  const { plan, bytes } = await planned(12, ALICE);
  expect(plan).toMatchObject({ as: ALICE, requester: 'alice' });
  asked.length = 0;
  expect(await carriedOut(bytes)).toMatchObject({ kind: 'done', result: { type: 'step.settled' } });
  expect(replicas()).toBe(12);
  // As the plan says: whatever people.yaml says by now.
  expect(asked).toEqual([ALICE]);
});

test('what she may not do is refused when it is planned, though Tocsin itself might', async () => {
  rights([...looks, changes, asAlice], looks);
  const { failure } = await planned(13, ALICE);
  expect(failure).toMatch(/User "alice@example.com" cannot patch/);
  expect(replicas()).toBe(12);
});

test('a right that was taken from her between the approval and the change stops the change', async () => {
  rights([...looks, changes, asAlice], [...looks, changes]);
  const { bytes } = await planned(14, ALICE);
  rights([...looks, changes, asAlice], looks);
  expect(await carriedOut(bytes)).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/cannot patch/) });
  expect(replicas()).toBe(12);
});

test('without the right to impersonate her nothing is done, and it is said what is missing', async () => {
  rights([...looks, changes], [...looks, changes]);
  const { failure } = await planned(15, ALICE);
  expect(failure).toMatch(/cannot impersonate.*Tocsin's account needs the right to impersonate/);
  expect(replicas()).toBe(12);
});

test('without a name it is Tocsin’s own', async () => {
  rights([...looks, changes], []);
  const { plan, bytes } = await planned(11);
  expect(plan && 'as' in plan).toBe(false);
  expect(await carriedOut(bytes)).toMatchObject({ kind: 'done' });
  expect(replicas()).toBe(11);
});

test('programs inside containers are run in her name as well', async () => {
  const exec: Rule = { apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'], namespaces: [NS] };
  const run = async () => {
    const containers = new KubernetesContainers(access(ALICE), () => ({ timeout: 5_000 }));
    open.push(containers);
    const [pod] = w.sim.world.serving();
    await containers.check(NS);
    return containers.run(
      { namespace: NS, deployment: NAME, container: 'api', argv: ['ls'] },
      pod?.metadata.name ?? '',
    );
  };
  rights([asAlice], [...looks, exec]);
  expect((await run()).exit).toBeDefined();
  rights([asAlice, exec], looks);
  await expect(run()).rejects.toThrow(/forbid|may not|exec/i);
});

test('the cluster says whom we may impersonate', async () => {
  rights([asAlice], []);
  const own = new KubernetesRights(access());
  open.push(own);
  const may = (name: string) => own.may({ namespace: '', apiGroup: '', resource: 'users', verb: 'impersonate', name });
  expect([await may(ALICE), await may('bob@example.com')]).toEqual([true, false]);
});
