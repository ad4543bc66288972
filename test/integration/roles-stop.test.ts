/** Told to stop: what is in hand is finished or left to its lease, in ten seconds at most; told twice, at once. */
import net from 'node:net';
import pg from 'pg';
import { asked, openStaged, paged, type Staged } from '../support/staged.ts';
import { type Role, startTocsin, tocsin } from '../support/tocsin.ts';

const ADA = 'U0ADA';

let s: Staged;
beforeEach(async () => {
  s = await openStaged();
});
afterEach(() => s.close());

const start = async (more: Record<string, string> = {}): Promise<Role> => {
  const role = await startTocsin('all', { ...s.environment, ...more });
  s.stage.pointAt(role.port);
  return role;
};
const declare = (title = 'API down') => s.stage.slack.as(ADA).command('incidents', '/incident', `declare p1 ${title}`);

test('with pages that PagerDuty never answers, it ends in time with 0, and whoever starts next sends them once', async () => {
  const first = await start();
  s.stage.faults.add({ server: 'pagerduty', match: /enqueue/, fault: { kind: 'hang' }, times: 3 });
  const hangs = asked(s.stage, 'pagerduty', /enqueue/);
  expect((await declare()).ok).toBe(true);
  await hangs;
  const began = Date.now();
  const { code, at } = await first.stop();
  expect(code).toBe(0);
  expect(at - began).toBeLessThan(10_000);
  expect(first.out.at(-1)).toContain('"stopped"');
  s.stage.faults.clear();
  await start();
  await paged(s.stage);
  await s.stage.settled();
  expect(s.stage.pagerduty.alerts().map((a) => a.dedupKey)).toHaveLength(3);
});

test('a second signal ends it at once', async () => {
  const role = await start();
  s.stage.faults.add({ server: 'pagerduty', match: /enqueue/, fault: { kind: 'hang' }, times: 3 });
  const hangs = asked(s.stage, 'pagerduty', /enqueue/);
  await declare();
  await hangs;
  role.child.kill('SIGTERM');
  await role.line('"stopping"');
  const began = Date.now();
  role.child.kill('SIGINT');
  const { code, at } = await role.ended;
  expect(code).toBe(1);
  expect(at - began).toBeLessThan(1_500);
});

test('a command that is being recorded is answered before the end, and a sender who dawdles does not hold it up', async () => {
  const role = await start();
  const lock = new pg.Client({ connectionString: s.db.url, options: '-c search_path=tocsin' });
  await lock.connect();
  await lock.query('begin; lock table inbox in access exclusive mode');
  const dawdler = net.connect(role.port, '127.0.0.1');
  dawdler.on('error', () => {});
  dawdler.write('POST /pagerduty/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"ev');
  const answer = declare();
  for (let waits = 0; waits === 0; ) {
    const { rows } = await lock.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    waits = rows[0]?.n ?? 0;
  }
  const began = Date.now();
  role.child.kill('SIGTERM');
  await role.line('"stopping"');
  await lock.query('commit');
  const { ok, body } = await answer;
  expect({ ok, said: JSON.stringify(body) }).toEqual({ ok: true, said: expect.stringContaining('INC-1') });
  const { code, at } = await role.ended;
  await lock.end();
  expect(code).toBe(0);
  expect(at - began).toBeLessThan(10_000);
  expect(await s.stage.query('select 1 from incident')).toHaveLength(1);
});

test('told while it still waits for Slack, it starts, stops, and ends with 0', async () => {
  s.stage.faults.add({ server: 'slack', match: /auth\.test/, fault: { kind: 'status', status: 503 }, times: 100 });
  const role = tocsin(['start'], s.environment);
  await role.line('Slack does not answer yet');
  role.child.kill('SIGTERM');
  expect(await role.ended).toMatchObject({ code: 0 });
  expect(role.out.at(-1)).toContain('"stopped"');
});
