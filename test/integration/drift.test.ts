/** `tocsin drift` over HTTP against the simulated cluster and a real PostgreSQL: what is there, what went, what nobody could ask. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { readEnvironment } from '../../src/app/config/environment.ts';
import { drift } from '../../src/app/roles/drift.ts';
import { openStage, type Stage } from '../../src/app/story/stage.ts';
import { copyWorkflows } from '../../src/app/story/workflows-copy.ts';
import { closedPort } from '../support/doctored.ts';
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

test('a server that does not answer is unknown, a name that nobody knows is gone, and two long questions are two', async () => {
  const long = (column: string) => `select ${'id, '.repeat(40)}${column} from users`;
  const { code, text } = await looked(`  - http.check: http://127.0.0.1:${await closedPort()}/health
  - http.check: https://nobody-has-this-name.invalid/
  - postgres.query: { database: architect, sql: "${long('id')}" }
  - postgres.query: { database: architect, sql: "${long('colour')}" }
`);
  expect(text).toMatch(/\? http:\/\/127\.0\.0\.1:\d+\/health\n\s+.*ECONNREFUSED/);
  expect(text).toMatch(/✗ https:\/\/nobody-has-this-name\.invalid\/\n\s+.*ENOTFOUND/);
  expect(text).toMatch(/✗ architect: select id, id.*…\n\s+.*colour.*does not exist/);
  expect(code).toBe(1);
});

test('workflows that do not load, and a program that is not there', async () => {
  const file = join(stage.environment.TOCSIN_WORKFLOWS ?? '', 'org/commands.yaml');
  await writeFile(file, 'commands:\n  gone: { does: x, run: [/opt/none/gone], effect: read }\n');
  const { code, text } = await looked('  - command.look: gone\n');
  await rm(file);
  expect(text).toMatch(/✗ program \/opt\/none\/gone\n\s+there is no \/opt\/none\/gone/);
  expect(code).toBe(1);
  const told = jest.spyOn(console, 'error').mockImplementation(() => {});
  try {
    await expect(looked('  - nothing.like: this\n')).resolves.toMatchObject({ code: 2, text: '' });
    expect(String(told.mock.calls[0]?.[0])).toContain('nothing.like');
  } finally {
    told.mockRestore();
  }
});
