/** `tocsin drift` over HTTP against the simulated cluster and a real PostgreSQL: what is there, what went, what nobody could ask. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../src/app/config/environment.ts';
import { drift } from '../../src/app/roles/drift.ts';
import { openStage, type Stage } from '../../src/app/story/stage.ts';
import { copyWorkflows } from '../../src/app/story/workflows-copy.ts';
import { openSimulatedData, type SimulatedData } from '../support/simulated-data.ts';

let dir: string;
let stage: Stage;
let data: SimulatedData;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tocsin-drift-'));
  data = await openSimulatedData();
  stage = await openStage({ dir, without: 'bot' });
  const folder = stage.environment.TOCSIN_WORKFLOWS ?? '';
  await rm(folder, { recursive: true });
  const { healthUrl } = stage.cluster.service;
  await copyWorkflows(join(import.meta.dirname, '../support/workflows'), folder, { healthUrl });
  await writeFile(join(folder, 'org/targets.yaml'), 'databases:\n  architect: { diagnose: ARCHITECT_DIAGNOSE }\n');
});
afterAll(async () => {
  await stage?.close();
  await data?.close();
  await rm(dir, { recursive: true, force: true });
});

async function looked(steps: string, more: Readonly<Record<string, string | undefined>> = {}) {
  const file = join(stage.environment.TOCSIN_WORKFLOWS ?? '', 'architect/extra.yaml');
  await writeFile(
    file,
    `name: Extra\nowner: the-team\ninputs:\n  ns: { default: architect-production }\n  later: { type: string }\nsteps:\n${steps}`,
  );
  const out: string[] = [];
  const read = readEnvironment({
    ...stage.environment,
    TOCSIN_SECRET_ARCHITECT_DIAGNOSE: data.addresses.DIAGNOSE,
    ...more,
  });
  const code = await drift({ print: (text) => out.push(text), read });
  await rm(file);
  return { code, text: out.join('\n') };
}
const before = () => stage.ledger.of('kubernetes', /./).filter((e) => e.method !== 'GET').length;

test('everything that is named is there; what is known only later is not looked for; nothing is changed', async () => {
  const changes = before();
  const { code, text } =
    await looked(`  - kubernetes.get: { kind: pods, namespace: "\${{ inputs.ns }}", deployment: architect-api }
  - prometheus.query: sum(rate(http_requests_total[5m]))
  - http.check: "\${{ service.health }}"
  - postgres.query: { database: architect, sql: select id from users where id = $1, values: [7] }
  - kubernetes.get: { kind: pods, namespace: "\${{ inputs.later }}" }
  - kubernetes.scale: { namespace: "\${{ inputs.ns }}", deployment: architect-api, replicas: 5 }
`);
  expect(text).toMatch(/^the-team: 4 of 4 things are there$/m);
  expect(text).toMatch(/, 0 gone, 0 could not be looked at\.$/);
  expect(code).toBe(0);
  expect(before()).toBe(changes);
});

test('what went is said to its owner, with the place and the reason', async () => {
  const { code, text } =
    await looked(`  - kubernetes.logs: { namespace: "\${{ inputs.ns }}", deployment: architect-gone, tail: 5 }
  - kubernetes.describe: { kind: configmaps, namespace: "\${{ inputs.ns }}", name: not-there }
    onFailure: continue
  - prometheus.query: sum(metric_nobody_scrapes) / sum(http_requests_total)
  - http.check: ${new URL('/no/such/page', stage.cluster.service.healthUrl).href}
  - postgres.query: { database: architect, sql: select id from orders_of_last_year }
  - postgres.query: { database: architect, sql: select colour from users }
`);
  for (const gone of [
    /✗ deployment architect-production\/architect-gone/,
    /✗ metric metric_nobody_scrapes\n\s+no series has that name\n\s+architect\/extra.yaml:\d+/,
    /✗ http:\S+\/no\/such\/page\n\s+it answers 404/,
    /✗ architect: select id from orders_of_last_year\n.*does not exist/,
    /✗ architect: select colour from users\n.*does not exist/,
  ])
    expect(text).toMatch(gone);
  expect(text).not.toContain('✗ metric http_requests_total');
  expect(code).toBe(1);
});

test('what could not be asked is never counted as there', async () => {
  const step = '  - prometheus.query: sum(rate(http_requests_total[5m]))\n';
  const { code, text } = await looked(step, { PROMETHEUS_URL: undefined });
  expect(text).toMatch(/\? metric http_requests_total\n\s+there is no Prometheus to ask: set PROMETHEUS_URL/);
  expect(code).toBe(2);
});
