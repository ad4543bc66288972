/** With nothing but a folder: one process holds it and says so, and what was declared is there after a restart. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStage, type Stage } from '../../src/app/story/stage.ts';
import { asked } from '../support/staged.ts';
import { endAll, startTocsin, tocsin } from '../support/tocsin.ts';

const ADA = 'U0ADA';

let dir: string;
let stage: Stage;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tocsin-embedded-'));
  await chmod(dir, 0o711);
  stage = await openStage({ dir, without: 'bot' });
});
afterAll(async () => {
  await endAll();
  await stage.close();
  await rm(dir, { recursive: true, force: true });
});

const say = async (text: string) => {
  const { ok, body } = await stage.slack.as(ADA).command('incidents', '/incident', text);
  return { ok, said: JSON.stringify(body) };
};

test('a second start is told who holds the folder; a restart finds the incident and goes on with its timers', async () => {
  const env = { ...stage.environment, LOG_LEVEL: 'info' };
  const first = await startTocsin('all', env);
  stage.pointAt(first.port);
  expect(JSON.parse(await first.line('"started"'))).toMatchObject({ embedded: true, doorbell: 'postgres' });
  expect(await say('declare p2 Checkout is slow')).toMatchObject({ ok: true, said: expect.stringContaining('INC-1') });

  for (const args of [['start'], ['migrate']]) {
    const second = tocsin(args, env);
    expect((await second.ended).code).toBe(1);
    expect(second.err()).toContain(`in use by process ${first.child.pid}`);
    expect(second.err()).not.toContain('    at ');
  }

  expect(await first.stop()).toMatchObject({ code: 0 });
  const again = await startTocsin('all', env);
  stage.pointAt(again.port);
  expect((await say('show INC-1')).said).toContain('Checkout is slow');
  const acknowledged = asked(stage, 'pagerduty', /enqueue/);
  expect((await say('ack INC-1')).ok).toBe(true);
  await acknowledged;
  expect(await again.stop()).toMatchObject({ code: 0 });

  const after = tocsin(['migrate'], env);
  expect((await after.ended).code).toBe(0);
  expect(after.out).toEqual(['The database is up to date.']);
});
