/** The second story: a rollback that does not help, a worker that dies, and what the guide makes of other ways through it. */
import { type Follower, openFollower, type Playing } from './support/follower.ts';

let f: Follower;
beforeAll(async () => {
  f = await openFollower();
});
afterAll(async () => f?.close());

const at = (p: Playing) => p.steps.find((s) => s.state === 'now')?.title;

it('is played to its end by following the finger, and every step is pointed at', async () => {
  await f.begin('rollback-target-broken');
  const end = await f.follow();
  expect(end.finished).toBe(true);
  expect([...f.pointed.keys()]).toEqual(end.steps.map((s) => s.title));
  const told = f.explained.join('\n');
  expect(told).toMatch(/Approved: the deployment goes back to v42/);
  expect(told).toMatch(/The run failed, and says so .+: “.*not reached within 5m/);
  expect(told).toMatch(/Rejected: nothing was changed/);
  expect(told).toMatch(/10 of 10 pods run v44/);
  // A process really died and came back; the rollback was done once, and nothing was done to take it back.
  expect(f.rig.processes().reduce((n, p) => n + p.restarts + (p.state === 'killed' ? 1 : 0), 0)).toBe(1);
  expect(f.rig.cluster.world.changes()).toHaveLength(1);
});

it('goes along when a person approves what it advises against, and when the fix comes early', async () => {
  await f.begin('rollback-target-broken');
  const advice = await f.follow((p) => at(p) === 'Read before you agree');
  const { as = '', target } = advice.point ?? {};
  if (target?.kind !== 'button') throw new Error('the guide points at no button');
  const card = f.rig.slack.workspace.messages.all().find((m) => m.ts === target.ts);
  if (!card) throw new Error('there is no plan');
  await f.rig.slack.as(as).click(card, 'Approve');
  const warned = await f.sees((p) => at(p) !== 'Read before you agree');
  expect(warned.happened).toMatch(/You approved it, so v43 comes back/);

  const { world } = f.rig.cluster;
  world.deploy('registry.example.com/architect-api:v44', 'release v44', 'good');
  const end = await f.follow();
  expect(end.finished).toBe(true);
});
