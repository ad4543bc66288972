/** users.* and usergroups.* of the simulated Slack. */
import { refusal, type SlackWorld, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.slack.close());

it('S-28 usergroups.users.list knows who is in a group', async () => {
  const { web, alice, slack } = world;
  slack.workspace.people.addGroup({ id: 'S0SRE', handle: 'sre', users: [alice.id] });
  expect((await web.usergroups.users.list({ usergroup: 'S0SRE' })).users).toEqual([alice.id]);
  expect(await refusal(web.usergroups.users.list({ usergroup: 'S0GONE' }))).toMatchObject({
    error: 'no_such_subteam',
  });
});

it('S-29 usergroups.list hides disabled groups, members and counts until they are asked for', async () => {
  const { web, alice, slack } = world;
  slack.workspace.people.addGroup({ id: 'S0SRE', handle: 'sre', users: [alice.id] });
  slack.workspace.people.addGroup({ id: 'S0OLD', handle: 'old', disabled: true });
  const list = async (more: object) => (await web.usergroups.list(more)).usergroups ?? [];
  const [bare] = await list({});
  expect(await list({})).toHaveLength(1);
  expect(bare).not.toHaveProperty('users');
  expect(bare).not.toHaveProperty('user_count');
  const all = await list({ include_disabled: true, include_users: true, include_count: true });
  expect(all).toMatchObject([
    { handle: 'sre', users: [alice.id], user_count: 1, date_delete: 0 },
    { handle: 'old', date_delete: expect.any(Number) },
  ]);
  expect(all[1]?.date_delete).toBeGreaterThan(0);
});

it('S-30 users.info tells of people who left and of bots, and of addresses with the scope only', async () => {
  const { web, alice, app, slack } = world;
  const gone = slack.workspace.people.add({ name: 'gone', deleted: true });
  const info = async (user: string) => (await web.users.info({ user })).user;
  expect(await info(alice.id)).toMatchObject({ name: 'alice', profile: { email: 'alice@example.com' } });
  expect(await info(gone.id)).toMatchObject({ deleted: true });
  expect(await info(app.botUserId)).toMatchObject({ is_bot: true });
  expect(await refusal(info('U0NOBODY'))).toMatchObject({ error: 'user_not_found' });
  slack.setScopes(['users:read']);
  expect((await info(alice.id))?.profile?.email).toBeUndefined();
});
