/** The sandbox's own world: real processes that can be killed, a clock that jumps, stands and goes on, a queue that may vanish. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRig } from '../../src/app/sandbox/rig.ts';
import type { Rig } from '../../src/sandbox/control/rig.ts';
import { createDatabase } from '../support/database.ts';

const MINUTE = 60_000;
const dir = mkdtempSync(join(tmpdir(), 'tocsin-rig-'));
let rig: Rig;
beforeAll(async () => {
  const database = await createDatabase();
  const closed = () => database.drop();
  rig = await openRig({ dir, databaseUrl: database.url, deployment: 'rig', tell: () => {}, closed });
});
afterAll(async () => {
  await rig?.close();
  rmSync(dir, { recursive: true, force: true });
});

const changed = (holds: () => boolean) =>
  new Promise<void>((ok) => {
    if (holds()) return ok();
    const stop = rig.onChange(() => {
      if (!holds()) return;
      stop();
      ok();
    });
  });
const stateOf = (name: string) => rig.processes().find((p) => p.name === name);
const triggers = () =>
  rig.ledger.of('pagerduty', /enqueue/).filter((e) => (e.body as { event_action?: string }).event_action === 'trigger');

it('a declaration with one worker killed and the queue emptied pages everybody once', async () => {
  expect(rig.processes().map((p) => `${p.name} ${p.state}`)).toEqual([
    'bot running',
    'worker 1 running',
    'worker 2 running',
  ]);
  rig.kill('worker 1');
  expect(stateOf('worker 1')).toEqual({ name: 'worker 1', state: 'killed', restarts: 0 });
  const answer = await rig.slack.as('U0ADA').command('incidents', '/incident', 'declare p1 API down');
  expect(answer.ok).toBe(true);
  await rig.flushQueue();
  await rig.settled();
  const keys = triggers().map((e) => (e.body as { dedup_key: string }).dedup_key);
  expect(keys.length).toBe(3);
  expect(new Set(keys).size).toBe(3);
  await changed(() => stateOf('worker 1')?.state === 'running');
  expect(stateOf('worker 1')?.restarts).toBe(1);
});

it('a jump over two levels reaches each at its own minute', async () => {
  const before = await rig.next();
  expect(before?.what).toMatch(/Level 3 of INC-1: director, vp engineering/);
  await rig.advance(31 * MINUTE);
  await rig.settled();
  const pages = triggers().slice(3);
  expect(pages.length).toBe(2);
  for (const p of pages) expect(Math.abs(p.at - (before?.at ?? 0))).toBeLessThan(20_000);
  const told = rig.slack.workspace.messages.of(rig.slack.workspace.channel('incidents').id, 'U0ADA');
  expect(JSON.stringify(told)).toContain('utage');
});

it('while the clock stands nothing becomes due, work in hand is finished, and then it goes on', async () => {
  await rig.run(0);
  expect(rig.speed).toBe(0);
  await rig.slack.as('U0GRACE').command('incidents', '/incident', 'declare p2 Slow search');
  await rig.settled();
  const stood = rig.clock.now();
  const { later } = await rig.record();
  expect(later).toBeGreaterThan(0);
  await rig.advance(MINUTE);
  expect(rig.clock.now() - stood).toBeGreaterThanOrEqual(MINUTE);
  expect(rig.clock.now() - stood).toBeLessThan(MINUTE + 15_000);
  await rig.run(60);
  const sped = rig.clock.now();
  await changed(() => rig.speed === 60);
  await new Promise<void>((ok) => {
    const look = () => (rig.clock.now() - sped > 2 * MINUTE ? ok() : setImmediate(look));
    look();
  });
  await rig.run(1);
  expect(rig.speed).toBe(1);
});
