/** What people get from real processes while something below them is away. */
import { createHmac } from 'node:crypto';
import { SECRETS } from '../../src/app/story/stage.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { openStaged, paged, type Staged } from '../support/staged.ts';
import { type Role, startTocsin } from '../support/tocsin.ts';

const ADA = 'U0ADA';
/** Slack gives up at three seconds; people must have heard something before. */
const IN_TIME = 2_500;

let s: Staged;
const command = (text: string) => s.stage.slack.as(ADA).command('incidents', '/incident', text);

describe('Slack is down when the bot starts', () => {
  beforeAll(async () => {
    s = await openStaged();
  });
  afterAll(() => s.close());

  test('PagerDuty is heard all the same, health says why it is red, and the bot connects when Slack is back', async () => {
    s.stage.faults.add({ server: 'slack', match: /auth\.test/, fault: { kind: 'status', status: 503 }, times: 2 });
    const bot = await startTocsin('bot', s.environment);
    s.stage.pointAt(bot.port);
    expect(bot.out.join('\n')).not.toContain('connected to Slack');
    const red = await bot.get('/readyz');
    expect(red).toMatchObject({ status: 503, text: expect.stringContaining('"slack":"not connected yet"') });
    const body = JSON.stringify({
      event: { id: 'E1', event_type: 'incident.acknowledged', data: { incident_key: 'tocsin:INC-1:g1:role:manager' } },
    });
    const webhook = await fetch(`http://127.0.0.1:${bot.port}/pagerduty/webhook`, {
      method: 'POST',
      body,
      headers: {
        'x-pagerduty-signature': `v1=${createHmac('sha256', SECRETS.webhookSecret).update(body).digest('hex')}`,
      },
    });
    expect({ status: webhook.status, ...((await webhook.json()) as object) }).toEqual({ status: 202, recorded: true });
    expect(await command('list')).toMatchObject({ ok: false, status: 503 });

    await bot.line('connected to Slack');
    expect(await bot.get('/readyz')).toMatchObject({ status: 200 });
    expect(await command('list')).toMatchObject({ ok: true });
    expect(await bot.stop()).toMatchObject({ code: 0 });
  });
});

const ours = process.env.TOCSIN_TEST_REDIS === 'spawn' ? describe : describe.skip;

ours.each([
  ['killed (IN-11)', 'SIGKILL'],
  ['stopped (IN-12)', 'SIGSTOP'],
] as const)('Redis is %s before somebody declares', (_how, signal) => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
    s = await openStaged({ redisUrl: redis.url });
  });
  afterAll(async () => {
    await s.close();
    await redis.stop();
  });

  test('the answer comes in time, the pages leave, and both roles still stop', async () => {
    const bot = await startTocsin('bot', s.environment);
    const worker = await startTocsin('worker', s.environment);
    expect(await bot.line('"started"')).toContain('"doorbell":"redis"');
    s.stage.pointAt(bot.port);
    redis.process?.kill(signal);
    const began = Date.now();
    const answer = await command('declare p1 API down');
    expect(answer).toMatchObject({ ok: true, status: 200 });
    expect(answer.ms).toBeLessThan(IN_TIME);
    expect(JSON.stringify(answer.body)).toContain('INC-1');
    const at = await paged(s.stage);
    process.stdout.write(`  Redis and ${signal}: answered in ${answer.ms} ms, every page out after ${at - began} ms\n`);
    // Two seconds are promised; a busy machine may take a little longer to start a call.
    expect(at - began).toBeLessThan(4_000);
    const told = Date.now();
    const ends = await Promise.all([bot.stop(), worker.stop()]);
    expect(ends.map((e) => e.code)).toEqual([0, 0]);
    expect(Math.max(...ends.map((e) => e.at)) - told).toBeLessThan(10_000);
  });
});

describe('PostgreSQL is away (IN-10)', () => {
  let bot: Role;
  beforeAll(async () => {
    s = await openStaged();
    bot = await startTocsin('bot', s.environment);
    s.stage.pointAt(bot.port);
  });
  afterAll(() => s.close());
  afterEach(() => s.proxy.restore());

  test.each([
    ['refuses connections', () => s.proxy.cut()],
    ['says nothing', () => s.proxy.freeze()],
  ])('because it %s: told in time, with the numbers to call, and never as a success', async (_how, away) => {
    await away();
    const answer = await command('declare p1 API down');
    expect(answer).toMatchObject({ ok: true, status: 200 });
    expect(answer.ms).toBeLessThan(IN_TIME);
    const said = JSON.stringify(answer.body);
    expect(said).toMatch(/Not recorded|Still working on it/);
    expect(said).toContain('Page by hand');
    expect(said).toContain('+1 555 0100');
    expect(said).not.toMatch(/INC-\d|is declared|paged:/);
    expect(await s.stage.query('select 1 from aggregate')).toEqual([]);
    // Whoever was told "still working" is told how it ended.
    if (said.includes('Still working')) {
      const ended = await s.stage.slack
        .as(ADA)
        .waitFor((m) => JSON.stringify(m).includes('Not recorded'), { withinMs: 60_000 });
      expect(JSON.stringify(ended.blocks)).toContain('+1 555 0100');
    }
  });

  test('when it is back, the next command works', async () => {
    const { ok, body } = await command('declare p1 API down');
    expect({ ok, said: JSON.stringify(body) }).toEqual({ ok: true, said: expect.stringContaining('INC-1') });
    expect(await s.stage.query('select 1 from incident')).toHaveLength(1);
    expect(await bot.stop()).toMatchObject({ code: 0 });
  });
});
