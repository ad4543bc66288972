/** The simulated cluster, met through the real client library: what a deployment does over world time. */
import { afterEach, beforeEach } from '@jest/globals';
import {
  ask,
  at,
  clients,
  ERROR_RATE,
  json,
  merge,
  NAME,
  NS,
  number,
  type SimulatedWorld,
  startWorld,
  strategic,
} from './sandbox-world.ts';

let w: SimulatedWorld;
let k: ReturnType<typeof clients>;
beforeEach(async () => {
  w = await startWorld();
  k = clients(w.sim, 'tocsin');
});
afterEach(() => w.sim.close());

const health = async () => (await fetch(w.sim.service.healthUrl)).status;
const deployment = () => k.apps.readNamespacedDeployment(at);
const pods = async () => (await k.core.listNamespacedPod({ namespace: NS, labelSelector: `app=${NAME}` })).items;
const waiting = async () =>
  (await pods()).map((p) => p.status?.containerStatuses?.[0]?.state?.waiting?.reason ?? 'none');
const revision = (o: { metadata?: { annotations?: Record<string, string> } } | undefined) =>
  o?.metadata?.annotations?.['deployment.kubernetes.io/revision'];

/** As the product does it: the template of the replica set before, put back by a JSON patch. */
async function rollBack(): Promise<void> {
  const d = await deployment();
  const sets = (await k.apps.listNamespacedReplicaSet({ namespace: NS, labelSelector: `app=${NAME}` })).items
    .filter((r) => r.metadata?.ownerReferences?.some((o) => o.uid === d.metadata?.uid && o.controller))
    .sort((a, b) => Number(revision(b)) - Number(revision(a)));
  const target = sets.find((r) => revision(r) !== revision(d));
  const template = structuredClone(target!.spec!.template!);
  delete template.metadata?.labels?.['pod-template-hash'];
  await k.apps.patchNamespacedDeployment(
    { ...at, body: [{ op: 'replace', path: '/spec/template', value: JSON.parse(JSON.stringify(template)) }] },
    json,
  );
}

describe('as it is found', () => {
  it('K-14 runs v41 healthily with v39 and v40 as its history', async () => {
    const d = await deployment();
    expect(d.status).toMatchObject({ replicas: 10, updatedReplicas: 10, readyReplicas: 10, availableReplicas: 10 });
    expect(d.status?.conditions?.map((c) => [c.type, c.status, c.reason])).toEqual(
      expect.arrayContaining([
        ['Available', 'True', 'MinimumReplicasAvailable'],
        ['Progressing', 'True', 'NewReplicaSetAvailable'],
      ]),
    );
    const sets = (await k.apps.listNamespacedReplicaSet({ namespace: NS })).items;
    const history = sets.map((s) => [
      revision(s),
      s.spec?.template?.spec?.containers[0]?.image?.split(':')[1],
      s.spec?.replicas,
    ]);
    expect(history.sort()).toEqual([
      ['39', 'v39', 0],
      ['40', 'v40', 0],
      ['41', 'v41', 10],
    ]);
    expect(await health()).toBe(200);
    expect(await number(w.sim, ERROR_RATE)).toBeLessThan(0.001);
  });

  it('K-18 has a disruption budget that allows some disruption, and no autoscaler', async () => {
    const budget = await k.policy.readNamespacedPodDisruptionBudget(at);
    expect(budget.status).toMatchObject({ currentHealthy: 10, desiredHealthy: 6, disruptionsAllowed: 4 });
    expect((await k.autoscaling.listNamespacedHorizontalPodAutoscaler({ namespace: NS })).items).toEqual([]);
  });
});

describe('a release whose pods crash', () => {
  it('K-14 takes the service down, and a rollback heals it under a new revision number', async () => {
    w.sim.world.deployBad('crash');
    w.pass(11);
    // It passes its probes first: the rollout completes, which is what makes it dangerous.
    expect((await deployment()).status).toMatchObject({ updatedReplicas: 10, availableReplicas: 10 });
    w.pass(60);
    expect((await deployment()).status).toMatchObject({ unavailableReplicas: 10 });
    expect(new Set(await waiting())).toEqual(new Set(['CrashLoopBackOff']));
    expect((await pods()).every((p) => (p.status?.containerStatuses?.[0]?.restartCount ?? 0) >= 2)).toBe(true);
    expect(await health()).toBe(503);
    expect(await number(w.sim, ERROR_RATE)).toBeGreaterThan(0.3);

    await rollBack();
    expect((await deployment()).status?.readyReplicas ?? 0).toBe(0);
    w.pass(20);
    const healed = await deployment();
    expect(healed.status).toMatchObject({
      replicas: 10,
      updatedReplicas: 10,
      readyReplicas: 10,
      availableReplicas: 10,
    });
    expect(healed.spec?.template.spec?.containers[0]?.image).toMatch(/:v41$/);
    expect(revision(healed)).toBe('43');
    const sets = (await k.apps.listNamespacedReplicaSet({ namespace: NS })).items;
    expect(sets.map(revision).sort()).toEqual(['39', '40', '42', '43']);
    expect(await health()).toBe(200);
    w.pass(90);
    expect(await number(w.sim, ERROR_RATE)).toBeLessThan(0.001);
  });

  it('K-16 says why in its logs, now and before the last restart', async () => {
    w.sim.world.deployBad('crash');
    w.pass(70);
    const name = (await pods())[0]?.metadata?.name ?? '';
    const previous = await k.core.readNamespacedPodLog({ namespace: NS, name, previous: true, tailLines: 2 });
    expect(previous).toMatch(/^ERROR cache: .*\nFATAL panic: .*\n$/);
    const stamped = await k.core.readNamespacedPodLog({
      namespace: NS,
      name,
      container: 'api',
      timestamps: true,
      limitBytes: 40,
    });
    expect(stamped).toMatch(/^2026-03-02T03:0\d:\d\d\.\d+Z INFO/);
  });

  it('K-16 backs off longer after each crash', async () => {
    w.sim.world.deployBad('crash');
    w.pass(3600);
    const events = await k.core.listNamespacedEvent({
      namespace: NS,
      fieldSelector: 'reason=BackOff,involvedObject.kind=Pod',
    });
    expect(events.items.length).toBeGreaterThanOrEqual(10);
    const [pod] = await pods();
    expect(pod?.status?.containerStatuses?.[0]?.state?.waiting?.message).toMatch(
      /^back-off 5m0s restarting failed container=api/,
    );
    expect(pod?.status?.containerStatuses?.[0]?.restartCount).toBeLessThan(20);
  });
});

describe('other ways to be broken', () => {
  it('K-15 an image that cannot be pulled stops the rollout and leaves the old pods serving', async () => {
    w.sim.world.deployBad('pull');
    w.pass(30);
    expect((await waiting()).filter((r) => r === 'ImagePullBackOff')).toHaveLength(5);
    expect((await deployment()).status).toMatchObject({ updatedReplicas: 5, availableReplicas: 8 });
    expect(await health()).toBe(200);
    w.pass(600);
    const progressing = (await deployment()).status?.conditions?.find((c) => c.type === 'Progressing');
    expect(progressing).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' });
    await rollBack();
    w.pass(10);
    expect((await deployment()).status).toMatchObject({ replicas: 10, availableReplicas: 10 });
  });

  it('an image that is ready but answers with errors fails the health check and half of all requests', async () => {
    w.sim.world.deployBad('errors');
    w.pass(90);
    expect((await deployment()).status?.readyReplicas).toBe(10);
    expect(await health()).toBe(503);
    expect(await number(w.sim, ERROR_RATE)).toBeCloseTo(0.5, 1);
    const answers = await Promise.all(Array.from({ length: 10 }, async () => (await fetch(w.sim.service.url)).status));
    expect(answers.filter((s) => s === 500)).toHaveLength(5);
  });

  it('too few replicas turn requests away, more replicas take them again', async () => {
    w.sim.world.someoneElse.scales(4);
    w.pass(90);
    expect(await number(w.sim, ERROR_RATE)).toBeCloseTo(0.5, 1);
    await k.apps.patchNamespacedDeploymentScale({ ...at, body: { spec: { replicas: 15 } } }, merge);
    expect(await pods()).toHaveLength(21 - 6);
    w.pass(90);
    expect(await number(w.sim, ERROR_RATE)).toBeLessThan(0.001);
    expect(await number(w.sim, 'kube_deployment_status_replicas_available')).toBe(15);
  });

  it('fewer than half of the replicas fail the health check, until they are back', async () => {
    w.sim.world.oom(5);
    expect(await health()).toBe(200);
    w.sim.world.oom(1);
    expect(await health()).toBe(503);
    w.pass(10);
    expect(await health()).toBe(200);
  });

  it('a pod out of memory is restarted and remembered', async () => {
    const [name = ''] = w.sim.world.oom();
    w.pass(10);
    const pod = await k.core.readNamespacedPod({ namespace: NS, name });
    expect(pod.status?.containerStatuses?.[0]).toMatchObject({
      ready: true,
      restartCount: 1,
      lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
    });
  });
});

describe('changes that are not a release', () => {
  it('K-17 a restart replaces every pod and keeps the image', async () => {
    const before = (await pods()).map((p) => p.metadata?.name);
    const body = {
      spec: {
        template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-03-02T03:00:00Z' } } },
      },
    };
    await k.apps.patchNamespacedDeployment({ ...at, body }, strategic);
    w.pass(20);
    const after = await pods();
    expect(after).toHaveLength(10);
    expect(after.filter((p) => before.includes(p.metadata?.name))).toEqual([]);
    expect(new Set(after.map((p) => p.spec?.containers[0]?.image))).toEqual(
      new Set(['registry.example.com/architect-api:v41']),
    );
  });

  it('K-10 a strategic patch merges containers by name and keeps the rest', async () => {
    const body = {
      spec: { template: { spec: { containers: [{ name: 'api', env: [{ name: 'RATE_LIMIT', value: '100' }] }] } } },
    };
    const d = await k.apps.patchNamespacedDeployment({ ...at, body }, strategic);
    expect(d.spec?.template.spec?.containers).toHaveLength(1);
    expect(d.spec?.template.spec?.containers[0]).toMatchObject({ image: 'registry.example.com/architect-api:v41' });
    expect(d.spec?.template.spec?.containers[0]?.env?.map((e) => e.name).sort()).toEqual(['LOG_LEVEL', 'RATE_LIMIT']);
  });

  it('K-17 a paused deployment does not roll out until resumed', async () => {
    w.sim.world.someoneElse.pauses();
    w.sim.world.someoneElse.deploys('registry.example.com/architect-api:v43');
    w.pass(60);
    expect((await deployment()).status?.updatedReplicas ?? 0).toBe(0);
    w.sim.world.someoneElse.pauses(false);
    w.pass(20);
    expect((await deployment()).status?.updatedReplicas).toBe(10);
  });

  it('K-18 an autoscaler undoes a scale-down at once and a scale-up after five minutes', async () => {
    w.sim.world.autoscale({ min: 8, max: 30, targetCpuPercent: 50 });
    await k.apps.patchNamespacedDeploymentScale({ ...at, body: { spec: { replicas: 20 } } }, merge);
    w.pass(240);
    expect((await deployment()).spec?.replicas).toBe(20);
    w.pass(240);
    expect((await deployment()).spec?.replicas).toBeLessThan(20);
    await k.apps.patchNamespacedDeploymentScale({ ...at, body: { spec: { replicas: 2 } } }, merge);
    w.pass(60);
    expect((await deployment()).spec?.replicas).toBeGreaterThanOrEqual(8);
  });
});

it('lives the same hour whether the clock jumps once or a thousand times', async () => {
  const other = await startWorld();
  try {
    for (const x of [w, other]) x.sim.world.deployBad('crash');
    w.pass(900);
    for (let i = 0; i < 1000; i += 1) other.pass(0.9);
    const look = async (x: SimulatedWorld) => {
      const c = clients(x.sim, 'admin');
      const list = await c.core.listNamespacedPod({ namespace: NS });
      const counts = await ask(x.sim, 'sum by (status) (http_requests_total)');
      const rates = await ask(x.sim, 'rate(http_requests_total[5m]) > 0');
      return JSON.stringify([list.items, counts.body.data, rates.body.data]);
    };
    expect(await look(w)).toBe(await look(other));
  } finally {
    await other.sim.close();
  }
});
