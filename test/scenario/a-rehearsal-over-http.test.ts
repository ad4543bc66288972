/** The sandbox as a program uses it: a process behind an address, everything done and read through its HTTP control API. */
import { labels, type Rehearsal, startRehearsal } from './support/rehearsal.ts';

const MINUTE = 60_000;
/** A busy machine may be late, never early. Milliseconds. */
const LATE = 10_000;
/** More minutes than a good rollback needs. */
const LONGEST_WATCH = 15;
/** The world's clock and the record's are stopped one after the other: some milliseconds lie between them. */
const APART = 500;
/** A jump ends this long before a level is due, to see that it is not early. */
const BEFORE = 20_000;
const VIEWER = 'U0VIEWER';

let r: Rehearsal;
let onCall: string;
/** Both are in the group sre, and neither is on call: one asks for the change, the other one approves it. */
let asker: string;
let approver: string;
beforeAll(async () => {
  r = await startRehearsal();
});
afterAll(async () => r?.stop());

beforeEach(async () => {
  await r.reset();
  [onCall = ''] = await r.cast('On-call engineer');
  [asker = '', approver = ''] = await r.cast('SRE');
});

const phoneOf = async (user: string) => (await r.phones()).find((p) => p.user === user);
const emails = async () => (await r.phones()).map((p) => p.email).sort();
const incidentChannels = async () => (await r.channels()).filter((c) => c.startsWith('inc-'));
/** Where the incident is told: the channel of all incidents, and its own. */
async function cards(as: string, channel: string): Promise<number> {
  const seen = await r.sees(as, channel, 'INC-1');
  return seen.filter((m) => m.threadTs === undefined && labels(m).some((l) => l.startsWith('Ack'))).length;
}

test('a P1 from the bad release to the timeline', async () => {
  await r.deploy('crash');
  await r.advance(4 * MINUTE);
  expect(await r.world()).toMatchObject({ health: { ok: false }, image: expect.stringMatching(/:v42$/) });

  expect(await r.command(asker, 'incidents', 'declare p1 API down')).toContain('Declared');
  await r.settle();
  const [channel = ''] = await incidentChannels();
  expect(channel).toMatch(/^inc-1-/);
  expect((await r.phones()).map((p) => p.ringing)).toEqual([true, true, true]);

  const phone = await phoneOf(onCall);
  await r.answer(phone?.email ?? '');
  await r.settle();
  expect((await phoneOf(onCall))?.ringing).toBe(false);
  expect(await r.reads(approver, channel, 'is on it')).toContain(onCall);

  await r.press(asker, channel, 'API completely down');
  await r.settle();
  await r.press(asker, channel, 'Roll back the deployment');
  await r.settle();
  expect(await r.reads(approver, channel, 'Approval needed')).toContain('architect-api');
  await r.press(asker, channel, 'Approve');
  await r.settle();
  expect(await r.told(asker, channel)).toContain('You asked for this');
  expect((await r.world()).image).toMatch(/:v42$/);
  await r.press(approver, channel, 'Approve');
  await r.settle();
  // The runbook watches until the error rate is low again.
  for (let m = 0; m < LONGEST_WATCH && (await r.sees(approver, channel, 'R-1', 'took')).length === 0; m++) {
    await r.advance(MINUTE);
    await r.settle();
  }
  await r.reads(approver, channel, 'R-1', 'took');

  const world = await r.world();
  expect(world).toMatchObject({ health: { ok: true, status: 200 }, ready: world.replicas, updated: world.replicas });
  expect(world.image).toMatch(/:v41$/);
  const patches = await r.traffic('kubernetes', /^PATCH .*deployments/);
  expect(patches.filter((t) => t.status === 200 && t.query.dryRun === undefined).length).toBe(1);

  await r.command(asker, channel, 'update v42 is rolled back');
  await r.settle();
  await r.reads(VIEWER, 'incidents', 'v42 is rolled back');
  await r.command(asker, channel, 'resolve bad release v42, rolled back');
  await r.settle();
  await r.reads(VIEWER, 'incidents', 'INC-1', 'Resolved');
  expect((await r.phones()).some((p) => p.ringing)).toBe(false);
  const timeline = await r.command(approver, channel, 'timeline');
  for (const what of ['Timeline', 'API down', 'bad release v42']) expect(timeline).toContain(what);
});

test('a declaration through every trouble at once is told everybody once', async () => {
  await r.fault('slack-429');
  await r.fault('pagerduty-lost-replies');
  expect(await r.command(asker, 'incidents', 'declare p1 API down')).toContain('Declared');
  expect(await r.fault('kill-worker')).toMatch(/^Killed worker 1 \(pid \d+\)$/);
  expect((await r.processes()).processes).toContainEqual({ name: 'worker 1', state: 'killed', restarts: 0 });
  await r.fault('flush-queue');
  await r.until(async () => (await r.phones()).length === 3);
  await r.until(async () => (await r.faultRow('slack-429')).hits > 0);
  expect((await r.faultRow('pagerduty-lost-replies')).hits).toBeGreaterThanOrEqual(3);
  expect(await incidentChannels()).toEqual([]);
  expect(await cards(approver, 'incidents')).toBe(0);

  await r.fault('slack-429', false);
  await r.fault('pagerduty-lost-replies', false);
  const again = { name: 'worker 1', state: 'running', restarts: 1 };
  await r.until(async () =>
    (await r.processes()).processes.some((p) => expect.objectContaining(again).asymmetricMatch(p)),
  );
  await r.settle();
  const [channel = '', ...more] = await incidentChannels();
  expect(channel).toMatch(/^inc-1-/);
  expect(more).toEqual([]);
  expect(await cards(approver, 'incidents')).toBe(1);
  expect(await cards(approver, channel)).toBe(1);
  expect((await r.phones()).map((p) => p.calls.length)).toEqual([1, 1, 1]);
  expect(new Set((await r.phones()).flatMap((p) => p.calls.map((c) => c.incidentId))).size).toBe(3);
  expect((await r.processes()).record).toMatchObject({ due: 0, inHand: 0 });
});

test('each level comes at its own minute when the clock jumps', async () => {
  await r.pause();
  const before = (await r.clock()).now;
  await r.command(asker, 'incidents', 'declare p1 API down');
  const after = (await r.clock()).now;
  await r.settle();
  const [channel = ''] = await incidentChannels();
  const first = await emails();
  expect(first.length).toBe(3);

  const third = (await r.clock()).next;
  if (!third) throw new Error('nothing is going to happen');
  expect(third.what).toMatch(/^Level 3 of INC-1: director/);
  expect(third.at).toBeGreaterThanOrEqual(before + 15 * MINUTE - APART);
  expect(third.at).toBeLessThanOrEqual(after + 15 * MINUTE + APART);
  await r.advance(third.at - BEFORE - (await r.clock()).now);
  await r.settle();
  expect(await emails()).toEqual(first);
  await r.advance(BEFORE);
  await r.settle();
  const paged = (await r.phones()).filter((p) => !first.includes(p.email));
  expect(paged.map((p) => p.user).sort()).toEqual(['U0DORA', 'U0VPENG']);
  for (const { calls } of paged) {
    expect(calls.length).toBe(1);
    expect(calls[0]?.at).toBeGreaterThanOrEqual(third.at - APART);
    expect(calls[0]?.at).toBeLessThan(third.at + LATE);
  }

  const fourth = (await r.clock()).next;
  expect(fourth?.what).toMatch(/^Level 4 of INC-1: declare outage/);
  expect(fourth?.at).toBe(third.at + 15 * MINUTE);
  await r.advance(third.at + 15 * MINUTE - BEFORE - (await r.clock()).now);
  await r.settle();
  expect(await r.sees(approver, channel, 'Outage declared')).toEqual([]);
  await r.advance(BEFORE);
  await r.settle();
  await r.reads(approver, channel, 'Outage declared');
  const [outage, ...more] = await r.sees(approver, channel, 'Outage declared');
  expect(Number(outage?.ts) * 1_000).toBeGreaterThanOrEqual(third.at + 15 * MINUTE - APART);
  expect(more).toEqual([]);
  await r.reads(VIEWER, 'status-updates', 'INCIDENT ALERT');
  expect((await r.phones()).length).toBe(5);
});

test('what is not there is refused with what there is, and what is not allowed is the bot’s to say', async () => {
  await r.command(asker, 'incidents', 'declare p1 API down');
  await r.settle();
  const [channel = ''] = await incidentChannels();
  const { refused } = r.sandbox;
  const command = { as: asker, do: 'command', channel: 'incidents', command: '/incident', text: 'list' };

  expect(await refused('/api/act', { ...command, channel: 'inc-2' })).toMatchObject({
    ...{ status: 404, where: 'channel' },
    message: expect.stringMatching(/sees no channel "inc-2"; there are .*#incidents/),
  });
  expect(await refused('/api/act', { ...command, as: 'U0NOBODY' })).toMatchObject({
    ...{ status: 404, where: 'as' },
    message: expect.stringMatching(/^Nobody here has the id "U0NOBODY". You can be .*U0VIEWER/),
  });
  const [card] = await r.sees(asker, channel, 'INC-1');
  const click = { as: asker, do: 'click', on: { in: 'message', channel, ts: card?.ts }, block: 'b', action: 'launch' };
  expect(await refused('/api/act', click)).toMatchObject({ status: 422, message: expect.stringContaining('launch') });
  expect(await refused('/api/faults', { id: 'gremlins', on: true })).toMatchObject({
    ...{ status: 404, where: 'id' },
    message: expect.stringContaining('There are slack-429,'),
  });
  expect(await r.sandbox.post('/api/act', { ...command, command: '/tocsin' })).toMatchObject({
    ok: false,
    trouble: expect.stringMatching(/^\/tocsin is not a valid command. Here there are \/incident/),
  });

  const words = await r.command(VIEWER, channel, 'resolve it looks fine to me');
  expect(words).toMatch(/sre|responders/);
  await r.settle();
  expect(await r.sees(VIEWER, 'incidents', 'Resolved')).toEqual([]);
});
