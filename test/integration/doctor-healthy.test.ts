/** A healthy installation is called healthy; half a configuration is examined as far as it goes; a server that hangs hangs nobody. */
import { fullConfig } from '../../src/app/config/config.ts';
import { readEnvironment } from '../../src/app/config/environment.ts';
import { type Doctored, openDoctored } from '../support/doctored.ts';
import { startRedis } from '../support/redis.ts';
import { startProxy } from '../support/tcp-proxy.ts';
import { endAll, tocsin } from '../support/tocsin.ts';

let at: Doctored;
beforeAll(async () => {
  at = await openDoctored();
});
afterAll(async () => {
  await endAll();
  await at.close();
});
afterEach(() => at.stage.faults.clear());

test('nothing is amiss in a healthy installation, and nothing is changed by looking', async () => {
  const { code, amiss, findings } = await at.examine();
  expect(amiss).toEqual([]);
  expect(code).toBe(0);
  const skipped = findings.filter((f) => f.status === 'skipped').map((f) => f.id);
  expect(skipped).toEqual([
    'slack.app-token',
    'slack.manifest',
    'kubernetes.impersonation',
    'kubernetes.people',
    'programs.present',
    'targets.databases',
    'targets.caches',
    'queue.redis',
  ]);
  expect(at.stage.pagerduty.alerts()).toEqual([]);
  expect(at.stage.cluster.world.mutations()).toEqual([]);
  const { workspace } = at.stage.slack;
  expect(workspace.channels.all().flatMap((c) => workspace.messages.of(c.id))).toEqual([]);
  expect(workspace.channel('incidents').members.has(workspace.app.botUserId)).toBe(false);
});

test('Socket Mode and Redis are looked at when they are configured', async () => {
  if (!process.env.TOCSIN_TEST_REDIS) return;
  const redis = await startRedis();
  try {
    const more = { SLACK_APP_TOKEN: 'xapp-sandbox-app-token', REDIS_URL: redis.url };
    const { amiss, findings } = await at.examine({ ...at.environment, ...more });
    expect(amiss).toEqual([]);
    expect(findings.filter((f) => f.status === 'ok').map((f) => f.id)).toEqual(
      expect.arrayContaining(['slack.app-token', 'queue.redis']),
    );
  } finally {
    await redis.stop();
  }
});

test('the command prints it for people and exits 0', async () => {
  const t = tocsin(['doctor'], at.environment);
  expect((await t.ended).code).toBe(0);
  expect(t.err()).toBe('');
  expect(t.out[0]).toBe('Configuration');
  expect(t.out).toContain('  ✓ slack.scopes  exactly the 11 scopes of the manifest');
  expect(t.out.at(-1)).toMatch(/^No problems; 0 warnings, \d+ well, 8 skipped\.$/);
  for (const secret of fullConfig(readEnvironment({ ...at.environment })).secrets.all) {
    expect(t.out.join('\n')).not.toContain(secret);
  }
});

test('half a configuration is examined as far as it goes', async () => {
  const { TOCSIN_WORKFLOWS = '', KUBECONFIG = '', PROMETHEUS_URL = '' } = at.environment;
  const t = tocsin(['doctor'], { TOCSIN_WORKFLOWS, KUBECONFIG, PROMETHEUS_URL });
  expect((await t.ended).code).toBe(1);
  expect(t.err()).toBe('');
  const { findings, amiss } = await at.examine({ TOCSIN_WORKFLOWS, KUBECONFIG, PROMETHEUS_URL });
  expect([...new Set(amiss.map((f) => f.id))]).toEqual(['configuration.environment', 'pagerduty.webhook-secret']);
  expect(amiss.filter((f) => f.id === 'configuration.environment')).toHaveLength(3);
  const statusOf = (id: string) => findings.find((f) => f.id === id)?.status;
  expect(['slack.token', 'slack.people', 'pagerduty.webhook', 'database.role', 'clock.skew'].map(statusOf)).toEqual(
    Array(5).fill('skipped'),
  );
  expect(['workflows.files', 'kubernetes.rights', 'prometheus.queries', 'health.addresses'].map(statusOf)).toEqual(
    Array(4).fill('ok'),
  );
  for (const f of findings) expect(f.found).not.toBe('');
});

test('servers that take the question and never answer are told, within 15 seconds, side by side', async () => {
  const { hostname: host, port } = new URL(at.environment.DATABASE_URL ?? '');
  const proxy = await startProxy({ host, port: Number(port) });
  proxy.freeze();
  for (const server of ['slack', 'pagerduty', 'kubernetes', 'prometheus', 'service']) {
    at.stage.faults.add({ server, match: /./, fault: { kind: 'hang' }, times: 1_000 });
  }
  const began = performance.now();
  const environment = { ...at.environment, DATABASE_URL: proxy.through(at.environment.DATABASE_URL ?? '') };
  const { amiss } = await at.examine(environment, 3_500);
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(amiss.map((f) => f.id)).toEqual([
    'slack.token',
    'pagerduty.routing-keys',
    'pagerduty.token',
    'kubernetes.reachable',
    'prometheus.reachable',
    'health.addresses',
    'database.reachable',
  ]);
  for (const f of amiss) expect(f).toMatchObject({ remedy: expect.stringMatching(/./) });
  await proxy.close();
});
