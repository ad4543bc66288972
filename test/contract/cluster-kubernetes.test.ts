/** The cluster port against the real client library and the simulated cluster, then against every way an API server can fail. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { CallReport } from '../../src/adapters/http/call.ts';
import { KubernetesCluster } from '../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { CHANGE_KEY, type DeploymentChange } from '../../src/ports/cluster.ts';
import type { Fault as Misfortune } from '../../src/sandbox/http/faults.ts';
import { NAME, NS, type SimulatedWorld, startWorld } from './sandbox-world.ts';
import { faultOf } from './support/fault-of.ts';

// Days of simulated history are lived through at each start.

let w: SimulatedWorld;
let dir: string;
let cluster: KubernetesCluster;
let reports: CallReport[];
let opened: KubernetesCluster[];

beforeEach(async () => {
  w = await startWorld();
  dir = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  reports = [];
  opened = [];
  cluster = as('tocsin');
});
afterEach(async () => {
  await Promise.all(opened.map((c) => c.close()));
  rmSync(dir, { recursive: true });
  await w.sim.close();
});

function file(name: string, text: string): string {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
}

function as(user: string, timeout = 5_000): KubernetesCluster {
  return open({ kubeconfig: file(user, w.sim.kubernetes.kubeconfig(user)), timeout });
}

function open(o: ConstructorParameters<typeof KubernetesCluster>[0]): KubernetesCluster {
  const made = new KubernetesCluster({ onCall: (r) => reports.push(r), now: () => w.clock.now(), ...o });
  opened.push(made);
  return made;
}

const meet = (match: RegExp, fault: Misfortune) => w.faults.add({ server: 'kubernetes', match, fault });
const patches = () => w.ledger.of('kubernetes', /^PATCH /);
const view = () => cluster.deployment(NS, NAME);
async function change(set: DeploymentChange['set'], key = 'run/1/step/2'): Promise<DeploymentChange> {
  return { namespace: NS, name: NAME, key, resourceVersion: (await view()).resourceVersion, set };
}

describe('what runs', () => {
  it('shows a deployment with its history, its disruption budget and its autoscaler', async () => {
    w.sim.world.autoscale({ min: 4, max: 20, targetCpuPercent: 80 });
    const d = await view();
    expect(d).toMatchObject({ namespace: NS, name: NAME, replicas: 10, ready: 10, available: 10, paused: false });
    expect(d.revisions.map((r) => [r.revision, r.images[0]?.split(':')[1], r.changeCause])).toEqual([
      [41, 'v41', 'release v41'],
      [40, 'v40', 'release v40'],
      [39, 'v39', expect.anything()],
    ]);
    expect(d.revision).toBe(41);
    expect(d.generation).toBe(d.observedGeneration);
    expect(JSON.stringify(d.revisions)).not.toContain('pod-template-hash');
    expect(d.progressing).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
    expect(d.disruptionBudget).toEqual({ name: NAME, minAvailable: '60%' });
    expect(d.autoscaler).toEqual({ name: NAME, min: 4, max: 20 });
  });

  it('does without what it may not look at', async () => {
    const look = { verbs: ['get', 'list'], namespaces: [NS] };
    const rules = [{ apiGroups: ['apps'], resources: ['deployments', 'replicasets'], ...look }];
    w.sim.world.setUser({ name: 'narrow', token: 'narrow-token', rules });
    const d = await as('narrow').deployment(NS, NAME);
    expect(d.autoscaler).toBeNull();
    expect(d.disruptionBudget).toBeNull();
    expect(d.revisions).toHaveLength(3);
  });

  it('shows pods as kubectl does, with what ails them', async () => {
    w.pass(60);
    const well = await cluster.pods(NS, NAME);
    expect(well).toHaveLength(10);
    expect(well.every((p) => p.ready && p.phase === 'Running' && p.reason === undefined)).toBe(true);
    expect(well[0]?.ageSeconds).toBeGreaterThan(60);
    w.sim.world.deployBad();
    w.pass(120);
    const ill = await cluster.pods(NS);
    expect(ill.map((p) => p.reason)).toContain('CrashLoopBackOff');
    expect(ill.find((p) => p.reason === 'CrashLoopBackOff')).toMatchObject({
      ready: false,
      image: expect.stringContaining('v42'),
    });
    expect(Math.max(...ill.map((p) => p.restarts))).toBeGreaterThan(0);
  });

  it('gives the newest events, newest last', async () => {
    w.sim.world.deployBad();
    w.pass(120);
    const events = await cluster.events(NS, 5);
    expect(events).toHaveLength(5);
    expect(events.map((e) => e.at)).toEqual([...events.map((e) => e.at)].sort());
    expect((await cluster.events(NS, 500)).map((e) => e.reason)).toContain('BackOff');
    expect(events.at(-1)?.object).toMatch(/^(Pod|Deployment|ReplicaSet)\//);
  });

  it('gives the last lines of every container within 64 KiB, each saying where it comes from', async () => {
    w.pass(60);
    const { lines } = await cluster.logs(NS, { deployment: NAME }, { tail: 5 });
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.every((l) => /^architect-api-[a-z0-9-]+\/api: ./.test(l))).toBe(true);
    const { lines: many, found } = await cluster.logs(NS, { deployment: NAME }, { tail: 1_000 });
    expect(found).toBeGreaterThan(many.length);
    expect(Buffer.byteLength(many.join('\n'))).toBeLessThanOrEqual(64 * 1024);
    expect(new Set(many.map((l) => l.split('/')[0])).size).toBe(10);
  });

  it('cleans logs of terminal escapes and endless lines, and keeps the newest', async () => {
    const body = `old\n${'x'.repeat(100_000)}\n\u001b[31mred\u001b[0m \u0007bell\n`;
    w.faults.add({
      server: 'kubernetes',
      match: /\/log$/,
      fault: { kind: 'status', status: 200, body, headers: { 'content-type': 'text/plain' } },
      times: 20,
    });
    const { lines } = await cluster.logs(NS, { deployment: NAME }, { tail: 10 });
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
    expect(lines.filter((l) => l.endsWith(': red bell'))).toHaveLength(10);
    expect(Math.max(...lines.map((l) => l.length))).toBeLessThan(4_200);
  });

  it('a container that never started says so instead of a log', async () => {
    w.sim.world.deployBad('pull');
    w.pass(60);
    const text = (await cluster.logs(NS, { deployment: NAME }, { tail: 5 })).lines.join('\n');
    expect(text).toContain('(no log: ');
    expect(text).toContain('trying and failing to pull image');
  });
});

describe('changing it', () => {
  it('scales once, with its key left on it', async () => {
    const c = await change({ replicas: 12 });
    await cluster.change(c, { dryRun: false });
    const d = await view();
    expect(d.replicas).toBe(12);
    expect(d.annotations[CHANGE_KEY]).toBe('run/1/step/2');
    expect(patches()).toHaveLength(1);
    expect(await faultOf(cluster.change(c, { dryRun: false }))).toMatchObject({
      kind: 'retry',
      code: 'kubernetes.conflict',
    });
  });

  it('a dry run asks the server and changes nothing', async () => {
    await cluster.change(await change({ replicas: 12 }), { dryRun: true });
    expect(patches()[0]?.query).toMatchObject({ dryRun: 'All', fieldManager: 'tocsin' });
    expect((await view()).replicas).toBe(10);
    expect((await view()).annotations[CHANGE_KEY]).toBeUndefined();
  });

  it('restarts every pod at the time it was told, so that a repeat changes nothing more', async () => {
    await cluster.change(await change({ restartedAt: '2026-03-02T03:00:00Z' }), { dryRun: false });
    w.pass(300);
    const d = await view();
    expect(d.revision).toBe(42);
    await cluster.change(await change({ restartedAt: '2026-03-02T03:00:00Z' }), { dryRun: false });
    w.pass(300);
    expect((await view()).revision).toBe(42);
  });

  it('puts an older template back whole', async () => {
    w.sim.world.deployBad();
    w.pass(300);
    const before = await view();
    const good = before.revisions.find((r) => r.images[0]?.endsWith(':v41'));
    await cluster.change(await change({ template: good!.template }), { dryRun: false });
    w.pass(300);
    const after = await view();
    expect(after).toMatchObject({ images: good!.images, ready: 10, revision: 43 });
    expect(after.revisions[0]?.template).toEqual(good!.template);
    expect(after.annotations[CHANGE_KEY]).toBe('run/1/step/2');
  });

  it.each([
    ['scale', { replicas: 3 }],
    ['restart', { restartedAt: '2026-03-02T03:00:00Z' }],
    ['template', undefined],
  ] as const)('%s: somebody else was faster, so nothing is changed', async (_, set) => {
    const template = (await view()).revisions[1]!.template;
    const c = await change(set ?? { template });
    w.sim.world.someoneElse.scales(11);
    for (const dryRun of [true, false]) {
      expect(await faultOf(cluster.change(c, { dryRun }))).toMatchObject({
        kind: 'retry',
        code: 'kubernetes.conflict',
      });
    }
    expect(await view()).toMatchObject({ replicas: 11, revision: 41 });
  });

  it('a change the server refuses is permanent, in its own words', async () => {
    const fault = await faultOf(cluster.change(await change({ replicas: -1 }), { dryRun: true }));
    expect(fault).toMatchObject({ kind: 'permanent', code: 'kubernetes.invalid' });
    expect(fault.message).toContain('greater than or equal to 0');
  });

  it('a viewer is told what is missing', async () => {
    const c = await change({ replicas: 3 });
    const fault = await faultOf(as('viewer').change(c, { dryRun: true }));
    expect(fault).toMatchObject({ kind: 'permanent', code: 'kubernetes.forbidden' });
    expect(fault.message).toMatch(/cannot patch resource "deployments".*architect-production/);
  });
});

describe('names are checked before anything is sent', () => {
  const bad = [
    '',
    '..',
    '../kube-system',
    'a/b',
    'a b',
    'UPPER',
    '*',
    '-a',
    'a-',
    'a%2fb',
    'a?x=1',
    'a#b',
    'ä',
    `${'a'.repeat(64)}`,
  ];
  it.each(bad)('%j', async (name) => {
    const work = [
      cluster.pods(name),
      cluster.events(name, 5),
      cluster.logs(NS, { deployment: `${name}/` }, { tail: 5 }),
      cluster.deployment(name, NAME),
      cluster.change(
        { namespace: name, name: NAME, key: 'k', resourceVersion: '1', set: { replicas: 1 } },
        { dryRun: false },
      ),
    ];
    const faults = await Promise.all(work.map(faultOf));
    expect(faults.map((f) => `${f.kind} ${f.code}`)).toEqual(Array(5).fill('permanent kubernetes.bad-name'));
    expect(w.ledger.of('kubernetes')).toHaveLength(0);
  });
});

describe('every failure has its meaning', () => {
  const html = { 'content-type': 'text/html' };
  const table: [string, Misfortune, string, string, string][] = [
    ['500', { kind: 'status', status: 500 }, 'retry', 'unknown', 'kubernetes.500'],
    [
      '503 with HTML',
      { kind: 'status', status: 503, headers: html, body: '<h1>down</h1>' },
      'retry',
      'unknown',
      'kubernetes.503',
    ],
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }, 'retry', 'retry', 'kubernetes.429'],
    ['401', { kind: 'status', status: 401 }, 'permanent', 'permanent', 'kubernetes.unauthorized'],
    [
      '403 with HTML',
      { kind: 'status', status: 403, headers: html, body: '<b>no</b>' },
      'permanent',
      'permanent',
      'kubernetes.forbidden',
    ],
    [
      '200 with HTML',
      { kind: 'status', status: 200, headers: html, body: '<b>hi</b>' },
      'retry',
      'unknown',
      'kubernetes.bad-answer',
    ],
    [
      '200 with other JSON',
      { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' },
      'retry',
      'unknown',
      'kubernetes.bad-answer',
    ],
    [
      'half a JSON',
      { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body: '{"kind":' },
      'retry',
      'unknown',
      'kubernetes.bad-answer',
    ],
    ['reset', { kind: 'reset' }, 'retry', 'unknown', 'kubernetes.connection-lost'],
    ['lost reply', { kind: 'lostReply' }, 'retry', 'unknown', 'kubernetes.connection-lost'],
  ];
  it.each(table)('%s', async (_, misfortune, read, write, code) => {
    const c = await change({ replicas: 12 });
    meet(/^GET .*\/deployments\//, misfortune);
    expect(await faultOf(view())).toMatchObject({ kind: read, code });
    meet(/^PATCH /, misfortune);
    expect(await faultOf(cluster.change(c, { dryRun: false }))).toMatchObject({ kind: write, code });
    expect(patches()).toHaveLength(1);
  });

  it('a deployment that does not exist', async () => {
    const fault = await faultOf(cluster.deployment(NS, 'nothing'));
    expect(fault).toMatchObject({ kind: 'permanent', code: 'kubernetes.not-found' });
    expect(fault.message).toContain('"nothing" not found');
  });

  it('hanging ends at the deadline', async () => {
    const c = await change({ replicas: 12 });
    const quick = as('tocsin', 150);
    meet(/^GET .*\/deployments\//, { kind: 'hang' });
    meet(/^PATCH /, { kind: 'hang' });
    expect(await faultOf(quick.deployment(NS, NAME))).toMatchObject({ kind: 'retry', code: 'kubernetes.timeout' });
    expect(await faultOf(quick.change(c, { dryRun: false }))).toMatchObject({
      kind: 'unknown',
      code: 'kubernetes.timeout',
    });
  });

  it('no token ever stands in a Fault or a report', async () => {
    meet(/^GET /, { kind: 'status', status: 500, body: 'x' });
    const fault = await faultOf(view());
    expect(`${fault.message} ${JSON.stringify(reports)}`).not.toContain('sandbox-tocsin-token');
  });
});

describe('kubeconfig', () => {
  it('merges several files like kubectl, and takes the context it is told', async () => {
    const one = file('one', w.sim.kubernetes.kubeconfig('viewer').replaceAll('sandbox', 'one'));
    const two = file(
      'two',
      w.sim.kubernetes
        .kubeconfig('tocsin')
        .replaceAll('name: sandbox', 'name: two')
        .replaceAll('cluster: sandbox', 'cluster: two'),
    );
    const both = [one, two].join(delimiter);
    const c = await change({ replicas: 12 });
    await open({ kubeconfig: both, context: 'two' }).change(c, { dryRun: true });
    expect(() => open({ kubeconfig: both, context: 'three' })).toThrow('no context three');
  });

  it('says what a plain http cluster needs', () => {
    const text = w.sim.kubernetes.kubeconfig('tocsin').replace(/.*insecure.*\n/, '');
    expect(() => open({ kubeconfig: file('plain', text) })).toThrow('insecure-skip-tls-verify: true');
  });

  it('keeps its connections instead of opening one for every request', async () => {
    await view();
    const before = sockets();
    for (let i = 0; i < 10; i++) await view();
    expect(sockets()).toBeLessThanOrEqual(before + 4);
  });
});

const sockets = (): number => process.getActiveResourcesInfo().filter((r) => r === 'TCPSocketWrap').length;
