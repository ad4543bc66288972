/** The third story: a night in which nobody answers, as the guide tells it; and one in which somebody does. */
import type { Message } from '../../src/sandbox/slack/model/types.ts';
import { type Follower, openFollower, type Playing } from './support/follower.ts';

const MINUTE = 60_000;
let f: Follower;
beforeAll(async () => {
  f = await openFollower();
});
afterAll(async () => f?.close());

const at = (p: Playing) => p.steps.find((s) => s.state === 'now')?.title;
const said = (m: Message) => JSON.stringify(m.blocks);
const callsOf = (email: string) => f.rig.pagerduty.phones().find((p) => p.email === email)?.calls ?? [];

it('is played to its end by following the finger, and every step is pointed at', async () => {
  await f.begin('nobody-answers');
  const end = await f.follow();
  expect(end.finished).toBe(true);
  expect([...f.pointed.keys()]).toEqual(end.steps.map((s) => s.title));
  const told = f.explained.join('\n');
  expect(told).toMatch(/Nora may not change anything, but anyone may pull the alarm/);
  expect(told).toMatch(/PagerDuty does not take the pages/);
  expect(told).toMatch(/The card says NOT PAGED/);
  expect(told).toMatch(/Dora is on it, and every phone is quiet/);
  expect(told).toMatch(/Level 4 came although somebody is on it/);
  // However often it was tried, the director was called once.
  expect(callsOf('dora@example.com')).toHaveLength(1);
  await f.rig.slack.as('U0VIEWER').waitFor((m) => said(m).includes('RESOLVED'), { channel: 'status-updates' });
  const customers = f.rig.slack
    .as('U0VIEWER')
    .seen('status-updates')
    .filter((m) => !m.subtype);
  expect(customers.map((m) => /INVESTIGATING|RESOLVED/.exec(said(m))?.[0])).toEqual([
    'INVESTIGATING',
    'INVESTIGATING',
    'RESOLVED',
  ]);
});

it('goes along when the pager is down from the start, somebody answers at once, and the clock jumps over half an hour', async () => {
  await f.begin('nobody-answers');
  await f.follow((p) => at(p) === 'Pull the alarm');
  f.fault('pagerduty-down');
  const mute = await f.follow((p) => p.say.startsWith('PagerDuty is down'));
  expect(mute.point?.target).toEqual({ kind: 'fault', id: 'pagerduty-down' });
  await f.rig.advance(10_000);
  await f.follow((p) => at(p) === 'Nobody answers');
  expect(f.pointed.get('Pull the alarm')).toEqual(new Set(['composer', 'fault', 'clock']));
  const [call] = callsOf('mona@example.com').slice(-1);
  if (!call) throw new Error('Mona was not called');
  await f.rig.pagerduty.as('mona@example.com').acknowledge(call.incidentId);
  await f.rig.advance(31 * MINUTE);
  await f.rig.settled();
  await f.sees((p) => at(p) === 'Somebody repairs it');
  const end = await f.follow();
  expect(end.finished).toBe(true);
});
