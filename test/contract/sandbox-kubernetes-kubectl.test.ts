/** The real kubectl against the simulated cluster, with the commands people type in an incident. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { NAME, NS, type SimulatedWorld, startWorld } from './sandbox-world.ts';

const installed = spawnSync('kubectl', ['version', '--client']).status === 0;
if (!installed) process.stdout.write('kubectl is not installed: its contract with the sandbox is not tested\n');

let w: SimulatedWorld;
let home: string;
beforeAll(async () => {
  w = await startWorld();
  home = mkdtempSync(join(tmpdir(), 'kubectl-'));
  for (const user of ['tocsin', 'viewer', 'admin']) writeFileSync(join(home, user), w.sim.kubernetes.kubeconfig(user));
});
afterAll(async () => {
  rmSync(home, { recursive: true });
  await w.sim.close();
});

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function kubectl(line: string, user = 'tocsin'): Promise<Said> {
  const env = { PATH: process.env.PATH ?? '', HOME: home, KUBECONFIG: join(home, user) };
  return new Promise((resolve) => {
    execFile('kubectl', line.split(' '), { env, timeout: 15_000 }, (e, out, err) =>
      resolve({ code: e ? (typeof e.code === 'number' ? e.code : -1) : 0, out, err }),
    );
  });
}

const rows = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((l) => l.split(/ {2,}/));
const D = `deployment/${NAME}`;

(installed ? describe : describe.skip)('kubectl', () => {
  it('gets what there is, as tables, names, YAML and JSON', async () => {
    const [pods, wide, sets, budget, yaml, json] = await Promise.all([
      kubectl(`get pods -n ${NS}`),
      kubectl('get deploy -o wide'),
      kubectl('get rs'),
      kubectl('get pdb'),
      kubectl('get deploy -o yaml'),
      kubectl('get pods -o json'),
    ]);
    expect(rows(pods.out)).toHaveLength(11);
    expect(rows(pods.out)[1]?.slice(1)).toEqual(['1/1', 'Running', '0', expect.stringMatching(/^2[34]h$/)]);
    expect(rows(wide.out)[1]?.slice(0, 5)).toEqual([NAME, '10/10', '10', '10', '3d']);
    expect(wide.out).toContain('registry.example.com/architect-api:v41');
    expect(rows(sets.out)).toHaveLength(4);
    expect(rows(budget.out)[1]).toEqual([NAME, '60%', 'N/A', '4', '3d']);
    expect(yaml.out).toContain('kubernetes.io/change-cause: release v41');
    expect(JSON.parse(json.out)).toMatchObject({ kind: 'List', items: { length: 10 } });
  });

  it('asks about rights and is refused where there are none', async () => {
    const [yes, no, list, scale] = await Promise.all([
      kubectl('auth can-i patch deployments'),
      kubectl('auth can-i delete pods'),
      kubectl('auth can-i --list'),
      kubectl(`scale deployment ${NAME} --replicas=3`, 'viewer'),
    ]);
    expect([yes.out, no.out]).toEqual(['yes\n', 'no\n']);
    expect(list.out).toMatch(/deployments\.apps\/scale .*\[get list watch patch update\]/);
    expect(scale.err).toContain(
      'User "viewer" cannot patch resource "deployments/scale" in API group "apps" in the namespace "architect-production"',
    );
  });

  it('sees a bad release, waits for its undoing and finds the service healed', async () => {
    w.sim.world.deployBad('crash');
    w.pass(70);
    const [pods, events, logs, described, history] = await Promise.all([
      kubectl('get pods'),
      kubectl(`get events -n ${NS} --sort-by=.lastTimestamp`),
      kubectl(`logs ${D} --all-containers=true --tail=2`),
      kubectl(`describe ${D.replace('/', ' ')}`),
      kubectl(`rollout history ${D}`),
    ]);
    expect(
      rows(pods.out)
        .slice(1)
        .every((r) => r[1] === '0/1' && r[2] === 'CrashLoopBackOff'),
    ).toBe(true);
    expect(events.out.trimEnd().split('\n').at(-1)).toMatch(
      /Warning +BackOff +pod\/.* Back-off restarting failed container api/,
    );
    expect(logs.out).toContain('FATAL panic');
    expect(described.out).toMatch(/10 desired \| 10 updated \| 10 total \| 0 available \| 10 unavailable/);
    expect(described.out).toMatch(/ScalingReplicaSet .* Scaled up replica set/);
    expect(
      rows(history.out)
        .slice(1)
        .map((r) => r[0]?.split(' ')[0]),
    ).toEqual(expect.arrayContaining(['42']));

    const undone = await kubectl(`rollout undo ${D}`);
    expect(undone.out).toBe(`deployment.apps/${NAME} rolled back\n`);
    const watching = new Promise<void>((resolve) => {
      const stop = w.ledger.onWrite((e) => {
        if (e.query.watch !== 'true') return;
        stop();
        resolve();
      });
    });
    const status = kubectl(`rollout status ${D} --timeout=10s`);
    await watching;
    for (let i = 0; i < 20; i += 1) w.pass(1);
    expect(await status).toMatchObject({ code: 0, out: expect.stringContaining('successfully rolled out') });
    expect((await status).out).toContain('Waiting for deployment "architect-api" rollout to finish');
    expect((await fetch(w.sim.service.healthUrl)).status).toBe(200);
    const after = await kubectl(`rollout history ${D}`);
    expect(after.out).toMatch(/42 +release v42: dashboard owners\n43 +release v41/);
  });

  it('tells when a rollout is overdue', async () => {
    w.sim.world.deployBad('pull');
    w.pass(700);
    const status = await kubectl(`rollout status ${D} --timeout=10s`);
    expect(status).toMatchObject({ code: 1, err: expect.stringContaining('exceeded its progress deadline') });
    await kubectl(`rollout undo ${D} --to-revision=43`);
    w.pass(20);
    expect((await kubectl(`rollout status ${D}`)).code).toBe(0);
  });

  it('restarts, scales, and tries things out without doing them', async () => {
    const before = w.sim.world.mutations().length;
    expect((await kubectl(`scale deployment ${NAME} --replicas=20 --dry-run=server`)).out).toContain(
      'scaled (server dry run)',
    );
    expect(w.sim.world.deployment()?.spec.replicas).toBe(10);
    expect(w.sim.world.mutations()).toHaveLength(before);
    expect((await kubectl(`scale deployment ${NAME} --current-replicas=11 --replicas=15`)).code).toBe(1);
    expect((await kubectl(`scale deployment ${NAME} --current-replicas=10 --replicas=15`)).code).toBe(0);
    w.pass(10);
    expect(rows((await kubectl('get deploy')).out)[1]?.[1]).toBe('15/15');
    expect((await kubectl(`rollout restart ${D}`)).out).toBe(`deployment.apps/${NAME} restarted\n`);
    w.pass(30);
    expect(
      rows((await kubectl('get pods')).out)
        .slice(1)
        .every((r) => Number.parseInt(r[4] ?? '', 10) <= 30),
    ).toBe(true);
    const refused = await kubectl(
      `patch deployment ${NAME} --type=json -p=[{"op":"test","path":"/spec/replicas","value":1}]`,
    );
    expect(refused.err).toBe(
      'The request is invalid: the server rejected our request due to an error in our request\n',
    );
    expect(w.sim.world.mutations().map((e) => e.method)).toContain('PATCH');
  });

  it('shows the autoscaler and what pods use, and deletes a pod that comes back', async () => {
    w.sim.world.autoscale({ min: 8, max: 30, targetCpuPercent: 50 });
    w.pass(20);
    const [hpa, top] = await Promise.all([kubectl('get hpa'), kubectl('top pods')]);
    expect(rows(hpa.out)[1]?.slice(0, 5)).toEqual([
      NAME,
      `Deployment/${NAME}`,
      expect.stringMatching(/^cpu: \d+%\/50%$/),
      '8',
      '30',
    ]);
    expect(rows(top.out)[1]?.[2]).toMatch(/Mi$/);
    const [name = ''] = w.sim.world.pods().map((p) => p.metadata.name);
    const deleted = await kubectl(`delete pod ${name} --wait=false`, 'admin');
    expect(deleted.out).toContain(`pod "${name}" deleted`);
    const count = w.sim.world.deployment()?.spec.replicas ?? 0;
    w.pass(10);
    expect(w.sim.world.pods()).toHaveLength(count);
    expect(w.sim.world.pods().map((p) => p.metadata.name)).not.toContain(name);
  });
});
