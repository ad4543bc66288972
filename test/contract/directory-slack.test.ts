/** The directory port against the real WebClient and the simulated Slack: fresh where it matters, cached where it may be. */
import { SlackApi } from '../../src/adapters/slack/slack-api.ts';
import { SlackDirectory } from '../../src/adapters/slack/slack-directory.ts';
import { faultOf } from './support/fault-of.ts';
import { botToken, type SlackWorld, slackWorld } from './support/slack-world.ts';

const MINUTE = 60_000;

let world: SlackWorld;
let api: SlackApi;
let directory: SlackDirectory;

beforeEach(async () => {
  world = await slackWorld();
  api = new SlackApi({ token: botToken, apiUrl: world.slack.url, now: () => world.clock.now() });
  directory = new SlackDirectory(api);
  world.slack.workspace.people.addGroup({ id: 'S0SRE', handle: 'sre', name: 'SRE', users: ['U0ALICE'] });
});
afterEach(async () => {
  await api.close();
  await world.slack.close();
});

const asked = (method: string) => world.ledger.of('slack', `/api/${method}`).length;
const group = () => world.slack.workspace.people.group('S0SRE')!;

it('reads a group no older than the caller allows', async () => {
  expect(await directory.membersOf('S0SRE', 60_000)).toEqual(['U0ALICE']);
  group().users = ['U0BOB'];
  expect(await directory.membersOf('S0SRE', 60_000)).toEqual(['U0ALICE']);
  expect(await directory.membersOf('S0SRE', 0)).toEqual(['U0BOB']);
  world.clock.advance(60_000);
  group().users = [];
  expect(await directory.membersOf('S0SRE', 60_000)).toEqual([]);
  expect(asked('usergroups.users.list')).toBe(3);
});

it('asks once for many askers, and again after a failure', async () => {
  world.slack.refuse('usergroups.users.list', 'internal_error');
  expect(await faultOf(directory.membersOf('S0SRE', 60_000))).toMatchObject({ kind: 'retry' });
  await Promise.all([1, 2, 3].map(() => directory.membersOf('S0SRE', 60_000)));
  expect(asked('usergroups.users.list')).toBe(2);
});

it('an unknown group is permanent', async () => {
  expect(await faultOf(directory.membersOf('S0NONE', 0))).toMatchObject({
    kind: 'permanent',
    code: 'slack.no_such_subteam',
  });
});

it('knows people, bots, the deactivated and strangers', async () => {
  world.slack.workspace.people.add({ id: 'U0GONE', name: 'gone', deleted: true });
  expect(await directory.person('U0ALICE', MINUTE)).toEqual({ name: expect.any(String), active: true, bot: false });
  expect(await directory.person('U0GONE', MINUTE)).toMatchObject({ active: false });
  expect(await directory.person(world.app.botUserId, MINUTE)).toMatchObject({ bot: true });
  expect(await directory.person('U0NOBODY', MINUTE)).toBeUndefined();
  const stranger = { ok: true, user: { id: 'U0FAR', name: 'far', team_id: 'T0ELSEWHERE', is_stranger: true } };
  const fault = { kind: 'status', status: 200, body: JSON.stringify(stranger) } as const;
  world.faults.add({ server: 'slack', match: /users\.info/, fault });
  expect(await directory.person('U0FAR', MINUTE)).toMatchObject({ name: 'far', active: false });
});

it('sees a deactivation as soon as the caller wants', async () => {
  expect(await directory.person('U0BOB', MINUTE)).toMatchObject({ active: true });
  world.slack.workspace.people.change('U0BOB', { deleted: true });
  expect(await directory.person('U0BOB', MINUTE)).toMatchObject({ active: true });
  expect(await directory.person('U0BOB', 0)).toMatchObject({ active: false });
  world.slack.workspace.people.change('U0BOB', { deleted: false });
  expect(await directory.person('U0BOB', MINUTE)).toMatchObject({ active: false });
  world.clock.advance(60_000);
  expect(await directory.person('U0BOB', MINUTE)).toMatchObject({ active: true });
});
