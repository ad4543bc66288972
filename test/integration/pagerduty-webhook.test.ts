/** PagerDuty's webhooks through the real server into the real engine: what is signed is never refused, and counts once. */
import { createHmac, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fullConfig } from '../../src/app/config/config.ts';
import { readEnvironment } from '../../src/app/config/environment.ts';
import { type Running, run } from '../../src/app/roles/start.ts';
import { openStage, type Stage } from '../../src/app/story/stage.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const OLD = 'the-secret-of-last-year';
const NEW = 'the-secret-of-this-year';
const ADA = 'U0ADA';

let dir: string;
let db: TestDatabase;
let proxy: TcpProxy;
let stage: Stage;
let bot: Running;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tocsin-hook-'));
  await chmod(dir, 0o711);
  db = await createDatabase();
  const { hostname: host, port } = new URL(db.url);
  proxy = await startProxy({ host, port: Number(port) });
  stage = await openStage({ dir, databaseUrl: db.url, without: 'bot' });
  const environment = {
    ...stage.environment,
    DATABASE_URL: proxy.through(db.url),
    PAGERDUTY_WEBHOOK_SECRET: `${NEW}, ${OLD}`,
    LOG_LEVEL: 'silent',
  };
  const { config, secrets } = fullConfig(readEnvironment(environment));
  bot = await run('all', config, secrets);
  stage.pointAt(bot.port);
  stage.pagerduty.webhooks.rotate([NEW]);
});
afterAll(async () => {
  await bot?.stop();
  await stage.close();
  await proxy.close();
  await db.drop();
  await rm(dir, { recursive: true, force: true });
});

const address = () => `http://127.0.0.1:${bot.port}/pagerduty/webhook`;
const signature = (body: string, secret: string) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;

async function send(body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const signed = { 'x-pagerduty-signature': signature(text, NEW), 'x-webhook-id': randomUUID() };
  const res = await fetch(address(), { method: 'POST', body: text, headers: { ...signed, ...headers } });
  await res.arrayBuffer();
  return res.status;
}

const event = (type: string, key: unknown, more: object = {}) => ({
  event: {
    id: randomUUID(),
    event_type: `incident.${type}`,
    resource_type: 'incident',
    occurred_at: new Date().toISOString(),
    agent: { id: 'PLXHAFT', type: 'user_reference', summary: 'Ada' },
    data: { id: 'Q1', type: 'incident', incident_key: key },
    ...more,
  },
});

interface Page {
  readonly dedupKey: string;
  readonly status: string;
}
const pages = async (incident: number) => {
  const [row] = await stage.query<{ pages: Record<string, Page> }>(
    `select state->'pages' as pages from aggregate where kind = 'incident' and id = $1`,
    [incident],
  );
  return Object.values(row?.pages ?? {});
};
const told = async (incident: number, type: string) =>
  (await stage.query(`select 1 from timeline where kind = 'incident' and id = $1 and type = $2`, [incident, type]))
    .length;
const entries = async () => (await stage.query<{ n: number }>('select count(*)::int as n from timeline'))[0]?.n;

let titles = 0;
/** A p1 with its three pages delivered and confirmed. */
async function declared(): Promise<{ id: number; keys: string[] }> {
  titles += 1;
  const { body } = await stage.slack
    .as(ADA)
    .command('incidents', '/incident', `declare p1 API down ${titles} --separate`);
  const id = Number(/INC-(\d+)/.exec(JSON.stringify(body))?.[1]);
  await stage.settled();
  await stage.pagerduty.webhooks.settled();
  const keys = (await pages(id)).map((p) => p.dedupKey);
  expect(keys).toHaveLength(3);
  return { id, keys };
}

describe('who may speak', () => {
  it('acts on nothing that is not signed with a secret of ours over exactly these bytes', async () => {
    const { id, keys } = await declared();
    const body = JSON.stringify(event('acknowledged', keys[0]));
    for (const forged of [
      '',
      'v1=',
      `v1=${'0'.repeat(64)}`,
      signature(body, 'somebody-elses-secret'),
      signature(`${body} `, NEW),
      signature(body, NEW).replace('v1=', 'v2='),
      createHmac('sha256', NEW).update(body).digest('hex'),
    ]) {
      expect([forged, await send(body, { 'x-pagerduty-signature': forged })]).toEqual([forged, 401]);
    }
    expect(await told(id, 'incident.acknowledged')).toBe(0);
  });

  it('hears the old secret and the new while one replaces the other, alone or side by side', async () => {
    const { id, keys } = await declared();
    const body = JSON.stringify(event('acknowledged', keys[0]));
    for (const good of [
      signature(body, OLD),
      `${signature(body, 'a-third-one')},${signature(body, NEW)}`,
      `${signature(body, NEW)}, ${signature(body, OLD)}`,
      signature(body, NEW).replace(/[0-9a-f]{64}/, (hex) => hex.toUpperCase()),
    ]) {
      expect([good, await send(body, { 'x-pagerduty-signature': good })]).toEqual([good, 202]);
    }
    expect(await told(id, 'incident.acknowledged')).toBe(1);
  });
});

describe('what counts, and how often', () => {
  it('is one acknowledgement, however often PagerDuty tells of it and under whatever delivery', async () => {
    const { id, keys } = await declared();
    const body = event('acknowledged', keys[0]);
    const webhook = { 'x-webhook-id': randomUUID() };
    const statuses = await Promise.all([1, 2, 3, 4, 5].map(() => send(body, webhook)));
    statuses.push(await send(body, { 'x-webhook-id': randomUUID() }));
    expect(new Set(statuses)).toEqual(new Set([202]));
    expect(await told(id, 'incident.acknowledged')).toBe(1);
    expect(await told(id, 'page.acknowledged')).toBeGreaterThanOrEqual(1);
  });

  it('never moves a page backwards: what is resolved stays so when the acknowledgement comes late', async () => {
    const { id, keys } = await declared();
    const nobody = { agent: { id: 'PINTEGR', type: 'integration_reference' } };
    expect(await send(event('resolved', keys[0], nobody))).toBe(202);
    expect(await send(event('acknowledged', keys[0]))).toBe(202);
    expect(await send(event('triggered', keys[0], nobody))).toBe(202);
    expect((await pages(id)).find((p) => p.dedupKey === keys[0])?.status).toBe('resolved');
    expect(await told(id, 'incident.acknowledged')).toBe(0);
  });

  it('ends the same in whatever order and number everything arrives', async () => {
    const { id, keys } = await declared();
    const agent = { agent: null };
    const all = keys.flatMap((key) => ['triggered', 'acknowledged', 'resolved'].map((type) => event(type, key, agent)));
    const shuffled = [...all, ...all, ...all]
      .map((e) => [createHmac('sha256', 'order').update(randomUUID()).digest('hex'), e] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const statuses = await Promise.all(shuffled.map(([, e]) => send(e)));
    expect(new Set(statuses)).toEqual(new Set([202]));
    expect((await pages(id)).map((p) => p.status)).toEqual(['resolved', 'resolved', 'resolved']);
    expect(await told(id, 'page.resolved')).toBe(3);
    expect(await told(id, 'incident.acknowledged')).toBe(0);
  });
});

describe('what is signed and strange', () => {
  it.each<[string, (key: string) => unknown]>([
    ['an unknown type', (k) => event('priority_updated', k)],
    ['the test event', () => ({ event: { id: 'x1', event_type: 'pagey.ping', agent: null, data: { type: 'ping' } } })],
    ['an incident nobody declared', () => event('acknowledged', 'tocsin:INC-999999:g1:role:manager')],
    ['another deployment', (k) => event('acknowledged', k.replace('tocsin:', 'elsewhere:'))],
    ['a key we did not make', () => event('acknowledged', 'tocsin:INC-1e3:x')],
    ['a page this incident never had', (k) => event('acknowledged', `${k}:more`)],
    ['no key', () => event('acknowledged', null)],
    ['a key that is no text', () => event('acknowledged', { $ne: 1 })],
    ['300 KB', (k) => event('reassigned', k, { padding: 'x'.repeat(300_000) })],
    ['no fields', () => ({})],
    ['no id', (k) => event('acknowledged', k, { id: undefined })],
    ['an id that cannot be stored', (k) => event('acknowledged', k, { id: 'a\u0000b' })],
    ['a list', () => [1, 2]],
    ['null', () => 'null'],
    ['half a document', () => '{"event":'],
    ['nothing', () => ''],
    ['ten thousand brackets', () => '['.repeat(10_000)],
  ])('%s is taken with 202 and changes nothing', async (_what, make) => {
    await stage.settled();
    const before = await entries();
    expect(await send(make('tocsin:INC-1:g1:oncall:architect'))).toBe(202);
    expect(await entries()).toBe(before);
  });

  it('counts what happened even when it cannot read who did it', async () => {
    const { id, keys } = await declared();
    expect(await send(event('acknowledged', keys[0], { agent: { type: 'user_reference' } }))).toBe(202);
    expect((await pages(id)).find((p) => p.dedupKey === keys[0])?.status).toBe('acknowledged');
    expect(await told(id, 'incident.acknowledged')).toBe(0);
  });

  it('takes 300 KB that matter', async () => {
    const { id, keys } = await declared();
    expect(await send(event('acknowledged', keys[0], { padding: 'é'.repeat(150_000) }))).toBe(202);
    expect(await told(id, 'incident.acknowledged')).toBe(1);
  });

  it('answers what is no webhook at all', async () => {
    const get = await fetch(address());
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    const large = await fetch(address(), { method: 'POST', body: 'x'.repeat(1_100_000) });
    expect(large.status).toBe(413);
    expect((await fetch(`http://127.0.0.1:${bot.port}/pagerduty/webhook/more`, { method: 'POST' })).status).toBe(404);
  });
});

describe('when the database is away', () => {
  afterEach(async () => proxy.restore());

  it.each([
    ['refuses connections', () => proxy.cut()],
    ['says nothing', () => proxy.freeze()],
  ])('because it %s: 503 before PagerDuty hangs up, and counted when it is sent again', async (_how, away) => {
    const { id, keys } = await declared();
    const body = event('acknowledged', keys[0]);
    await away();
    const began = performance.now();
    expect(await send(body)).toBe(503);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await send('{}')).toBe(202);
    await proxy.restore();
    expect(await send(body)).toBe(202);
    expect(await told(id, 'incident.acknowledged')).toBe(1);
  });
});
