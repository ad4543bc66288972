/** What a machine sees of a bot and a worker: health, metrics and logs, over a whole incident, with nothing in them that hurts. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fullConfig } from '../../src/app/config/config.ts';
import { readEnvironment } from '../../src/app/config/environment.ts';
import { openStaged, paged, type Staged } from '../support/staged.ts';
import { type Role, startTocsin } from '../support/tocsin.ts';

const ADA = 'U0ADA';
const TITLE = 'Zebra outage 7431';

let s: Staged;
let env: Record<string, string>;
let bot: Role;
beforeAll(async () => {
  s = await openStaged();
  env = { ...s.environment, LOG_LEVEL: 'debug' };
  bot = await startTocsin('bot', env);
  s.stage.pointAt(bot.port);
});
afterAll(() => s.close());

const ready = async (role = bot) => {
  const { status, text } = await role.get('/readyz');
  return { status, ...(JSON.parse(text) as { ok: boolean; parts: Record<string, string> }) };
};
const effect = (key: string, lane: string, more: { due: number; leaseUntil?: number }) =>
  s.db.query(
    `insert into effect (kind, lane, key, class, priority, due_at, status, lease_until, payload, of_kind, of_id)
     values ('from-the-future', $1, $2, 'read', 2, app_now() + $3 * interval '1 second', $4,
             app_now() + $5 * interval '1 second', '{}', 'incident', 0)`,
    [lane, key, more.due, more.leaseUntil === undefined ? 'ready' : 'leased', more.leaseUntil ?? null],
  );
const forget = () => s.db.query(`delete from effect where kind = 'from-the-future'`);

describe('/healthz and /readyz', () => {
  afterEach(forget);

  it('are green while work flows, and only for those who look', async () => {
    expect(await bot.get('/healthz')).toEqual({ status: 200, text: '{"ok":true}' });
    expect(await ready()).toEqual({ status: 200, ok: true, parts: {} });
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const post = await fetch(`http://127.0.0.1:${bot.port}${path}`, { method: 'POST', body: 'x' });
      expect([path, post.status]).toEqual([path, 405]);
    }
    expect((await bot.get('/')).status).toBe(404);
    expect((await bot.get('/__proto__')).status).toBe(404);
  });

  it('is red with the reason when a due effect has waited for more than 30 seconds', async () => {
    await effect('fresh', 'a', { due: -20 });
    expect((await ready()).status).toBe(200);
    await effect('late', 'b', { due: -45 });
    const red = await ready();
    expect(red).toMatchObject({ status: 503, ok: false });
    expect(red.parts.lag).toMatch(/^the oldest due effect has waited 4[5-9] s: is a worker running\?$/);
  });

  it('is red when a lease ran out and nobody took it over', async () => {
    await effect('held', 'c', { due: -90, leaseUntil: 5 });
    expect((await ready()).status).toBe(200);
    await forget();
    await effect('dropped', 'c', { due: -90, leaseUntil: -45 });
    expect((await ready()).parts.lag).toMatch(/has waited 4[5-9] s/);
  });

  it('is green while a lane waits for the world: what stands behind a retry waits with it', async () => {
    await effect('tried again in a minute', 'd', { due: 60 });
    await effect('behind it', 'd', { due: -300 });
    expect((await ready()).status).toBe(200);
  });

  it('tells of workflows that have problems and stays green: the last good set is in use', async () => {
    const file = join(env.TOCSIN_WORKFLOWS ?? '', 'org/severities.yaml');
    const good = await readFile(file, 'utf8');
    await appendFile(file, '\nsurprise: true\n');
    await bot.line('workflows have problems');
    const told = await ready();
    expect(told).toMatchObject({ status: 200, ok: true });
    expect(told.parts.workflows).toMatch(/^one problem in the folder; the last good set is in use/);
    await writeFile(file, `${good}\n# mended\n`);
    await bot.line('workflows loaded anew');
    expect((await ready()).parts).toEqual({});
  });

  it('is red within three seconds when the database is away, and green when it is back', async () => {
    s.proxy.freeze();
    const began = performance.now();
    expect(await ready()).toMatchObject({ status: 503, parts: { database: 'does not answer' } });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect((await bot.get('/healthz')).status).toBe(200);
    await s.proxy.restore();
    expect((await ready()).status).toBe(200);
  });
});

describe('over a whole incident', () => {
  let worker: Role;
  beforeAll(async () => {
    worker = await startTocsin('worker', env);
    const ada = s.stage.slack.as(ADA);
    const type = (text: string) => ada.command('incidents', '/incident', text);
    await type(`declare p1 ${TITLE}`);
    await paged(s.stage);
    await s.stage.settled();
    await type('ack INC-1');
    await type('update INC-1 We know why');
    await type('resolve INC-1 Rolled back');
    await type('severity INC-1 nonsense');
    await s.stage.settled();
    await s.stage.pagerduty.webhooks.settled();
    await fetch(`http://127.0.0.1:${bot.port}/slack/events`, { method: 'POST', body: 'token=forged' });
    expect(s.stage.pagerduty.incidents().map((i) => i.status)).toEqual(['resolved', 'resolved', 'resolved']);
  });

  it('/metrics counts what happened by kind, vendor and outcome, and knows no titles', async () => {
    const [b, w] = [(await bot.get('/metrics')).text, (await worker.get('/metrics')).text];
    const value = (text: string, series: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.split(' ')
          .at(-1),
      );
    expect(value(b, 'tocsin_inputs_total{type="incident.declare",source="slack",outcome="ok"}')).toBe(1);
    expect(b).toMatch(/^tocsin_inputs_total\{type="pager\.event",source="pagerduty",outcome="ok"\} \d+$/m);
    expect(value(w, 'tocsin_effects_total{kind="page.trigger",status="done"}')).toBe(3);
    expect(value(w, 'tocsin_lag_seconds')).toBeLessThan(30);
    expect(w).toMatch(/^tocsin_call_seconds_count\{vendor="pagerduty",outcome="done"\} \d+$/m);
    expect(w).toMatch(/^tocsin_call_seconds_count\{vendor="slack",outcome="done"\} \d+$/m);
    expect(w).toMatch(/^tocsin_process_resident_memory_bytes \d+/m);
    for (const text of [b, w]) {
      expect(text).not.toMatch(/zebra|U0ADA|INC-1|127\.0\.0\.1/i);
      // Closed sets only: a label that grows with use is a leak.
      const labels = [...text.matchAll(/^tocsin_(?:inputs|effects|trouble|taken)\w*\{(.*)\}/gm)].flatMap((m) => m[1]);
      for (const l of labels) expect(l).toMatch(/^(?:[a-z]+="[a-z][A-Za-z.-]*",?)+$/);
    }
  });

  it('logs one JSON object a line, and no secret of the environment anywhere', async () => {
    const { secrets } = fullConfig(readEnvironment(env));
    expect(secrets.all.length).toBeGreaterThanOrEqual(6);
    for (const role of [bot, worker]) {
      expect(role.err()).toBe('');
      expect(role.out.length).toBeGreaterThan(3);
      for (const line of role.out) {
        expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), time: expect.any(String) });
        for (const secret of secrets.all) expect(line).not.toContain(secret);
      }
    }
    // The test would not notice silence.
    expect(worker.out.filter((line) => line.includes('"debug"')).length).toBeGreaterThan(10);
  });

  it('both end with 0 when told', async () => {
    const began = Date.now();
    const ends = await Promise.all([bot.stop(), worker.stop()]);
    expect(ends.map((e) => e.code)).toEqual([0, 0]);
    expect(Math.max(...ends.map((e) => e.at)) - began).toBeLessThan(10_000);
    for (const role of [bot, worker]) expect(role.out.at(-1)).toContain('"stopped"');
  });
});
