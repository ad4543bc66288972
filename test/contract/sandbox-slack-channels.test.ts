/** conversations.* and pins of the simulated Slack: what they do and in which words they refuse. */
import { refusal, type SlackWorld, section, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.slack.close());

const post = (text: string, more: object = {}) =>
  world.web.chat.postMessage({ channel: world.room.id, text, ...more }) as Promise<{ ts?: string }>;
const textsOf = (page: { messages?: { text?: string }[] }) => page.messages?.map((m) => m.text);

/** A public channel the bot is not in, a private one it is not in, and one that is archived. */
function otherChannels() {
  const { channels, app } = world.slack.workspace;
  channels.add({ id: 'C0OTHER', name: 'other' });
  channels.add({ id: 'C0PRIVATE', name: 'secret', private: true });
  channels.add({ id: 'C0OLD', name: 'old', members: [app.botUserId] }).archived = true;
}

describe('conversations.create', () => {
  it.each([
    ['taken', 'incidents', 'name_taken'],
    ['taken by an archived channel', 'old', 'name_taken'],
    ['empty', '', 'invalid_name_required'],
    ['81 characters', 'x'.repeat(81), 'invalid_name_maxlength'],
    ['with capitals', 'Inc-42', 'invalid_name_specials'],
    ['with spaces', 'inc 42', 'invalid_name_specials'],
    ['only punctuation', '---', 'invalid_name_punctuation'],
  ])('S-19 refuses a name that is %s', async (_what, name, error) => {
    otherChannels();
    expect(await refusal(world.web.conversations.create({ name }))).toMatchObject({ error });
  });

  it('S-19 makes a channel with the bot as its only member', async () => {
    const { channel } = await world.web.conversations.create({ name: 'inc-42-api-down' });
    expect(channel).toMatchObject({ creator: world.app.botUserId, is_member: true, is_private: false, num_members: 1 });
  });
});

describe('conversations.invite', () => {
  const invite = (users: string, force = false) =>
    world.web.conversations.invite({ channel: world.room.id, users, force });

  it('S-20 lets people in, each with a line that says so', async () => {
    const { web, alice, bob, slack } = world;
    const { channel } = await web.conversations.create({ name: 'inc-42' });
    await web.conversations.invite({ channel: channel?.id ?? '', users: `${alice.id},${bob.id}` });
    const lines = slack.as(alice.id).seen('inc-42');
    expect(lines.map((m) => [m.subtype, m.user])).toEqual([
      ['channel_join', alice.id],
      ['channel_join', bob.id],
    ]);
  });

  it('S-20 refuses with an error for each person, and with force lets the others in', async () => {
    const { alice, app, slack } = world;
    const { people } = slack.workspace;
    const gone = people.add({ name: 'gone', deleted: true });
    const fresh = people.add({ name: 'fresh' });
    expect(await refusal(invite(alice.id))).toMatchObject({
      error: 'already_in_channel',
      errors: [{ user: alice.id, ok: false, error: 'already_in_channel' }],
    });
    expect(await refusal(invite('U0NOBODY'))).toMatchObject({ error: 'user_not_found' });
    expect(await refusal(invite(gone.id))).toMatchObject({ error: 'cant_invite' });
    expect(await refusal(invite(app.botUserId))).toMatchObject({ error: 'cant_invite_self' });
    expect(await refusal(invite(''))).toMatchObject({ error: 'no_user' });
    expect(await refusal(invite(`${gone.id},${fresh.id}`))).toMatchObject({ error: 'cant_invite' });
    expect(world.room.members.has(fresh.id)).toBe(false);
    expect(await invite(`${gone.id},${fresh.id}`, true)).toMatchObject({ ok: true, errors: [{ user: gone.id }] });
    expect(world.room.members.has(fresh.id)).toBe(true);
  });

  it('S-20 refuses where the bot is not, and in an archived channel', async () => {
    otherChannels();
    const into = (channel: string) => refusal(world.web.conversations.invite({ channel, users: world.alice.id }));
    expect(await into('C0OTHER')).toMatchObject({ error: 'not_in_channel' });
    expect(await into('C0OLD')).toMatchObject({ error: 'is_archived' });
    expect(await into('C0PRIVATE')).toMatchObject({ error: 'channel_not_found' });
  });
});

it('S-21 conversations.join enters a public channel, warns when it is in it, and refuses the rest', async () => {
  const { web, slack, app } = world;
  otherChannels();
  slack.workspace.channels.add({ id: 'G0MINE', name: 'mine', private: true, members: [app.botUserId] });
  const join = (channel: string) => web.conversations.join({ channel });
  expect((await join('C0OTHER')).channel).toMatchObject({ is_member: true });
  expect(await join('C0OTHER')).toMatchObject({ ok: true, warning: 'already_in_channel' });
  expect(await refusal(join('C0OLD'))).toMatchObject({ error: 'is_archived' });
  expect(await refusal(join('C0PRIVATE'))).toMatchObject({ error: 'channel_not_found' });
  expect(await refusal(join('G0MINE'))).toMatchObject({ error: 'method_not_supported_for_channel_type' });
});

it('S-22 conversations.list goes page by page and shows what the bot may see', async () => {
  otherChannels();
  const { web } = world;
  const list = async (more: object) => (await web.conversations.list(more)).channels?.map((c) => c.name);
  expect(await list({})).toEqual(['incidents', 'other', 'old']);
  expect(await list({ exclude_archived: true })).toEqual(['incidents', 'other']);
  expect(await list({ types: 'public_channel,private_channel', exclude_archived: true })).not.toContain('secret');
  const first = await web.conversations.list({ limit: 2 });
  const cursor = first.response_metadata?.next_cursor ?? '';
  expect(await list({ limit: 2, cursor })).toEqual(['old']);
  expect(await refusal(list({ cursor: 'made up' }))).toMatchObject({ error: 'invalid_cursor' });
  expect(await refusal(list({ types: 'rooms' }))).toMatchObject({ error: 'invalid_types' });
});

describe('what was said', () => {
  it('S-23 conversations.history gives the newest first, threads apart, page by page, to members', async () => {
    const { web, room } = world;
    otherChannels();
    const { ts: thread_ts = '' } = await post('first');
    await post('in thread', { thread_ts });
    await post('also here', { thread_ts, reply_broadcast: true });
    await post('last');
    const pages: unknown[] = [];
    for await (const page of web.paginate('conversations.history', { channel: room.id, limit: 2 })) {
      pages.push(textsOf(page as { messages?: { text?: string }[] }));
    }
    expect(pages).toEqual([['last', 'also here'], ['first']]);
    const since = await web.conversations.history({ channel: room.id, oldest: thread_ts });
    expect(textsOf(since)).toEqual(['last', 'also here']);
    const at = await web.conversations.history({ channel: room.id, latest: thread_ts, inclusive: true, limit: 1 });
    expect(textsOf(at)).toEqual(['first']);
    expect(await refusal(web.conversations.history({ channel: 'C0OTHER' }))).toMatchObject({ error: 'not_in_channel' });
  });

  it('S-24 conversations.replies gives the first message, then the oldest reply first', async () => {
    const { web, room } = world;
    const { ts = '' } = await post('first');
    const replies = (more: object) => web.conversations.replies({ channel: room.id, ts, ...more });
    expect(textsOf(await replies({}))).toEqual(['first']);
    const second = await post('second', { thread_ts: ts });
    await post('third', { thread_ts: ts });
    expect(textsOf(await replies({}))).toEqual(['first', 'second', 'third']);
    expect(await replies({ limit: 2 })).toMatchObject({
      has_more: true,
      messages: [{ latest_reply: expect.any(String) }, {}],
    });
    expect(textsOf(await replies({ oldest: second.ts }))).toEqual(['first', 'third']);
    expect(await refusal(replies({ ts: '1.000001' }))).toMatchObject({ error: 'thread_not_found' });
  });
});

it('S-25 conversations.open opens one direct message per person', async () => {
  const { web, alice, slack } = world;
  const { people } = slack.workspace;
  const open = (users: string) => web.conversations.open({ users });
  const first = await open(alice.id);
  expect(first.channel?.id).toMatch(/^D/);
  expect(await open(alice.id)).toMatchObject({ already_open: true, channel: { id: first.channel?.id } });
  expect(await refusal(open('U0NOBODY'))).toMatchObject({ error: 'user_not_found' });
  expect(await refusal(open(people.add({ name: 'gone', deleted: true }).id))).toMatchObject({ error: 'user_disabled' });
  expect(await refusal(open('USLACKBOT'))).toMatchObject({ error: 'cannot_dm_bot' });
});

it('S-26 conversations.setTopic takes 250 characters and leaves a line in the channel', async () => {
  const { web, room, slack, alice } = world;
  otherChannels();
  const set = (topic: string, channel = room.id) => web.conversations.setTopic({ channel, topic });
  await set('x'.repeat(250));
  expect((await web.conversations.info({ channel: room.id })).channel?.topic?.value).toHaveLength(250);
  expect(slack.as(alice.id).seen('incidents')).toMatchObject([{ subtype: 'channel_topic' }]);
  expect(await refusal(set('x'.repeat(251)))).toMatchObject({ error: 'too_long' });
  expect(await refusal(set('x', 'C0OTHER'))).toMatchObject({ error: 'not_in_channel' });
  expect(await refusal(set('x', 'C0OLD'))).toMatchObject({ error: 'is_archived' });
});

it('S-27 pins.add pins a message once', async () => {
  const { web, room } = world;
  const { ts: timestamp = '' } = await post('card', { blocks: [section('card')] });
  const pin = (stamp: string) => web.pins.add({ channel: room.id, timestamp: stamp });
  await pin(timestamp);
  expect((await web.conversations.history({ channel: room.id })).messages?.[0]).toMatchObject({
    pinned_to: [room.id],
  });
  expect(await refusal(pin(timestamp))).toMatchObject({ error: 'already_pinned' });
  expect(await refusal(pin('1.000001'))).toMatchObject({ error: 'message_not_found' });
});
