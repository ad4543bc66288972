/** The first story, played by somebody who does what the guide points at; and by somebody who does not. */
import { type Follower, openFollower } from './support/follower.ts';

let f: Follower;
beforeAll(async () => {
  f = await openFollower();
});
afterAll(async () => f?.close());

const [ADA, GRACE, LINUS, NORA] = ['U0ADA', 'U0GRACE', 'U0LINUS', 'U0VIEWER'] as const;

it('is played to its end by following the finger, and every step is pointed at', async () => {
  await f.begin('api-down');
  const end = await f.follow();
  expect(end.finished).toBe(true);
  expect(end.offers).toEqual([]);
  expect([...f.pointed.keys()]).toEqual(end.steps.map((s) => s.title));
  const told = f.explained.join('\n');
  expect(told).toMatch(/0 of 10 pods serve, and 100 % of the requests fail/);
  expect(told).toMatch(/Level 1, on call: (Ada|Grace|Linus)\. Level 2 at once, because it is a P1: \w+ and \w+\./);
  expect(told).toMatch(/is on it now, for 20 minutes/);
  expect(told).toMatch(/exactly the plan [0-9a-f]{8} that was on the card/);
  expect(told).toMatch(/10 of 10 pods run v41/);
  // What the story says is what the world shows.
  const { world } = f.rig.cluster;
  expect(world.deployment()?.spec.template.spec.containers[0]?.image).toMatch(/:v41$/);
  const { failed, shed } = world.fractions();
  expect(failed + shed).toBeLessThan(0.001);
  expect(f.rig.pagerduty.phones().flatMap((p) => p.ringing)).toEqual([]);
});

it('goes along with detours: another severity, another plan, the wrong person, a request that lapsed', async () => {
  const { slack, cluster } = f.rig;
  await f.begin('api-down');
  // Somebody deploys without the guide, and declares what is not bad enough.
  cluster.world.deployBad('crash');
  await f.follow(
    (p) => p.say.includes('Pull') || p.steps.some((s) => s.state === 'now' && s.title === 'Pull the alarm'),
  );
  await slack.as(NORA).command('incidents', '/incident', 'help');
  await slack.as(NORA).command('incidents', '/incident', 'declare p3 API slow');
  const lesser = await f.sees((p) => p.say.includes('is a P3'));
  expect(lesser.say).toMatch(/INC-\d+ is a P3 Medium\. This story needs a P1/);
  expect(lesser.point?.target).toEqual({ kind: 'composer', text: '/incident severity p1' });

  // Acknowledged with a command, by somebody whose phone does not ring.
  await f.follow((p) => at(p) === 'Answer the phone');
  const channel = await incidentChannel();
  await slack.as(LINUS).command(channel, '/incident', 'ack');
  await f.follow((p) => at(p) === 'Choose the rollback' && p.say.includes('asks how to go on'));
  const run = slack
    .as(ADA)
    .seen(channel)
    .findLast((m) => JSON.stringify(m.blocks).includes('Restart the pods'));
  if (!run) throw new Error('the run asks nothing');
  await slack.as(GRACE).click(run, 'Restart the pods');
  const other = await f.sees((p) => p.say.startsWith('This plan is another one'));
  expect(other.say).toMatch(/“Restart .+ press Reject, then choose again/);
  expect(other.point?.target).toMatchObject({ kind: 'button', label: 'Reject' });

  // The right plan, and the wrong person; then nobody, until it lapses.
  await f.follow((p) => at(p) === 'Try to approve your own request');
  const card = slack
    .as(ADA)
    .seen(channel)
    .findLast((m) => JSON.stringify(m.blocks).includes('Approve exactly this'));
  if (!card) throw new Error('there is no approval');
  await slack.as(NORA).click(card, 'Approve');
  await f.rig.settled();
  expect(at(f.now())).toBe('Try to approve your own request');
  await f.rig.advance(11 * 60_000);
  const lapsed = await f.sees((p) => p.say.includes('lapsed'));
  expect(lapsed.point?.target).toMatchObject({ kind: 'button', label: 'Plan and ask again' });

  const end = await f.follow();
  expect(end.finished).toBe(true);
});

const at = (p: { readonly steps: readonly { title: string; state: string }[] }) =>
  p.steps.find((s) => s.state === 'now')?.title;

const incidentChannel = async (): Promise<string> => {
  const channel = f.rig.slack.workspace.channels.all().findLast((c) => c.name.startsWith('inc-'));
  if (!channel) throw new Error('no incident has a channel');
  return channel.name;
};
