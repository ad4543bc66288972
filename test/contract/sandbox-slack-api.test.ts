/** The simulated Web API, through the real WebClient: what every method does. */
import { client, plain, type SlackWorld, section, slackWorld } from './support/slack-world.ts';

describe('the simulated Slack Web API', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await slackWorld();
  });
  afterEach(() => world.slack.close());

  it('knows who the token is', async () => {
    const { web, app } = world;
    expect(await web.auth.test()).toMatchObject({
      ok: true,
      user_id: app.botUserId,
      bot_id: app.botId,
      team_id: app.teamId,
    });
  });

  it('posts, edits, links to and deletes a message', async () => {
    const { web, room, slack } = world;
    const metadata = { event_type: 'incident', event_payload: { id: 42 } };
    const posted = await web.chat.postMessage({
      channel: room.id,
      text: 'fallback',
      blocks: [section('*API down*')],
      metadata,
    });
    const ts = posted.ts ?? '';
    expect(ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(posted.message).toMatchObject({ text: 'fallback', metadata, bot_id: 'B0TOCSIN' });

    // An edit without blocks keeps the blocks that are there.
    await web.chat.update({ channel: room.id, ts, text: 'calmer' });
    expect(slack.workspace.messages.get(room.id, ts)).toMatchObject({ text: 'calmer', blocks: [{ type: 'section' }] });

    const link = await web.chat.getPermalink({ channel: room.id, message_ts: ts });
    expect(link.permalink).toBe(`https://tocsin-sandbox.slack.com/archives/${room.id}/p${ts.replace('.', '')}`);

    await web.chat.delete({ channel: room.id, ts });
    expect(slack.as('U0ALICE').seen('incidents')).toEqual([]);
  });

  it('gives every message its own, later timestamp', async () => {
    const { web, room } = world;
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => web.chat.postMessage({ channel: room.id, text: `${i}` })),
    );
    const stamps = all.map((r) => r.ts ?? '');
    expect(new Set(stamps).size).toBe(20);
  });

  it('shows an ephemeral message to one person only, and not in history', async () => {
    const { web, room, slack, alice, bob } = world;
    const { message_ts } = await web.chat.postEphemeral({ channel: room.id, user: alice.id, text: 'only you' });
    expect(
      slack
        .as(alice.id)
        .seen('incidents')
        .map((m) => m.ts),
    ).toEqual([message_ts]);
    expect(slack.as(bob.id).seen('incidents')).toEqual([]);
    expect((await web.conversations.history({ channel: room.id })).messages).toEqual([]);
  });

  it('makes a channel, invites people, and sets its lines', async () => {
    const { web, alice, bob, slack } = world;
    const { channel } = await web.conversations.create({ name: 'inc-42-api-down' });
    const id = channel?.id ?? '';
    await web.conversations.invite({ channel: id, users: `${alice.id},${bob.id}` });
    await web.conversations.setTopic({ channel: id, topic: 'P1' });
    await web.conversations.setPurpose({ channel: id, purpose: 'the war room' });
    expect((await web.conversations.members({ channel: id })).members).toEqual(['U0TOCSIN', alice.id, bob.id]);
    const info = await web.conversations.info({ channel: id });
    expect(info.channel).toMatchObject({ topic: { value: 'P1' }, purpose: { value: 'the war room' }, is_member: true });
    expect(
      slack
        .as(alice.id)
        .seen('inc-42-api-down')
        .map((m) => m.subtype),
    ).toEqual(['channel_join', 'channel_join', 'channel_topic', 'channel_purpose']);
    await web.conversations.archive({ channel: id });
    const open = await web.conversations.list({ exclude_archived: true });
    expect(open.channels?.map((c) => c.name)).toEqual(['incidents']);
  });

  it('joins a public channel, again without harm', async () => {
    const { web, slack } = world;
    const { id } = slack.workspace.channels.add({ name: 'ops' });
    expect((await web.conversations.join({ channel: id })).channel).toMatchObject({ is_member: true });
    expect(await web.conversations.join({ channel: id })).toMatchObject({ ok: true, warning: 'already_in_channel' });
  });

  it('opens one direct message per person', async () => {
    const { web, alice } = world;
    const first = await web.conversations.open({ users: alice.id });
    const again = await web.conversations.open({ users: alice.id });
    expect(first.channel?.id).toMatch(/^D/);
    expect(again).toMatchObject({ already_open: true, channel: { id: first.channel?.id } });
    const posted = await web.chat.postMessage({ channel: alice.id, text: 'you are paged' });
    expect(posted.channel).toBe(first.channel?.id);
    expect(
      world.slack
        .as(alice.id)
        .seenInDm()
        .map((m) => m.text),
    ).toEqual(['you are paged']);
  });

  it('reads history newest first, threads apart, page by page, with metadata when asked', async () => {
    const { web, room } = world;
    const metadata = { event_type: 'post', event_payload: { key: 'k1' } };
    const first = await web.chat.postMessage({ channel: room.id, text: 'first', metadata });
    const thread_ts = first.ts ?? '';
    await web.chat.postMessage({ channel: room.id, text: 'in thread', thread_ts });
    await web.chat.postMessage({ channel: room.id, text: 'also here', thread_ts, reply_broadcast: true });
    await web.chat.postMessage({ channel: room.id, text: 'last' });

    const pages: (string | undefined)[][] = [];
    for await (const result of web.paginate('conversations.history', { channel: room.id, limit: 2 })) {
      const page = result as { messages?: { text?: string }[] };
      pages.push((page.messages ?? []).map((m) => m.text));
    }
    expect(pages).toEqual([['last', 'also here'], ['first']]);

    const bare = await web.conversations.history({ channel: room.id, latest: thread_ts, inclusive: true, limit: 1 });
    expect(bare.messages?.[0]?.metadata).toEqual({ event_type: 'post' });
    const full = await web.conversations.replies({ channel: room.id, ts: thread_ts, include_all_metadata: true });
    expect(full.messages?.map((m) => m.text)).toEqual(['first', 'in thread', 'also here']);
    expect(full.messages?.[0]).toMatchObject({ metadata, reply_count: 2 });
    const since = await web.conversations.history({ channel: room.id, oldest: thread_ts });
    expect(since.messages?.map((m) => m.text)).toEqual(['last', 'also here']);
  });

  it('pins, bookmarks and reacts', async () => {
    const { web, room, slack, alice } = world;
    const { ts = '' } = await web.chat.postMessage({ channel: room.id, text: 'card' });
    await web.pins.add({ channel: room.id, timestamp: ts });
    const link = { channel_id: room.id, title: 'Dashboard', type: 'link' as const, link: 'https://grafana.example' };
    expect((await web.bookmarks.add(link)).bookmark).toMatchObject({ title: 'Dashboard' });
    await web.reactions.add({ channel: room.id, timestamp: ts, name: 'white_check_mark' });
    expect(slack.as(alice.id).seen('incidents')[0]?.reactions).toEqual([
      { name: 'white_check_mark', users: ['U0TOCSIN'] },
    ]);
    await web.reactions.remove({ channel: room.id, timestamp: ts, name: 'white_check_mark' });
    expect((await web.pins.list({ channel: room.id })).items?.[0]).toMatchObject({
      message: { ts, pinned_to: [room.id] },
    });
    expect((await web.bookmarks.list({ channel_id: room.id })).bookmarks).toHaveLength(1);
  });

  it('knows people and groups', async () => {
    const { web, alice, bob, slack } = world;
    slack.workspace.people.addGroup({ id: 'S0SRE', handle: 'sre', users: [alice.id] });
    expect((await web.users.info({ user: alice.id })).user).toMatchObject({
      name: 'alice',
      real_name: 'Alice Archer',
      profile: { email: 'alice@example.com' },
    });
    expect((await web.users.list({})).members?.map((m) => m.name)).toEqual(['slackbot', 'tocsin', 'alice', 'bob']);
    expect((await web.users.lookupByEmail({ email: 'BOB@example.com' })).user?.id).toBe(bob.id);
    expect((await web.usergroups.list({ include_users: true })).usergroups?.[0]).toMatchObject({
      handle: 'sre',
      users: [alice.id],
    });
    await web.usergroups.users.update({ usergroup: 'S0SRE', users: `${alice.id},${bob.id}` });
    expect((await web.usergroups.users.list({ usergroup: 'S0SRE' })).users).toEqual([alice.id, bob.id]);
  });

  it('hides addresses from a token without the scope', async () => {
    const { web, alice, slack } = world;
    slack.setScopes(['users:read']);
    const { user } = await web.users.info({ user: alice.id });
    expect(user?.profile?.email).toBeUndefined();
  });

  it('opens, stacks, updates and publishes views', async () => {
    const { web, slack, alice } = world;
    const trigger = () => slack.workspace.tickets.trigger(alice.id);
    const modal = (title: string) => ({ type: 'modal' as const, title: plain(title), blocks: [section('hello')] });
    const opened = await web.views.open({ trigger_id: trigger(), view: modal('One') });
    const pushed = await web.views.push({ trigger_id: trigger(), view: modal('Two') });
    expect(pushed.view).toMatchObject({ previous_view_id: opened.view?.id, root_view_id: opened.view?.id });
    await web.views.update({
      view_id: opened.view?.id ?? '',
      hash: opened.view?.hash ?? '',
      view: modal('One, later'),
    });
    expect(
      slack
        .as(alice.id)
        .modals()
        .map((v) => (v.content.title as { text: string }).text),
    ).toEqual(['One, later', 'Two']);
    await web.views.publish({ user_id: alice.id, view: { type: 'home', blocks: [section('welcome')] } });
    expect(slack.as(alice.id).home()?.blocks).toMatchObject([{ type: 'section' }]);
  });

  it('hands out a one-time Socket Mode address to the app token only', async () => {
    const { slack } = world;
    const { url } = await client(slack.url, 'xapp-sandbox').apps.connections.open({});
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=/);
  });

  it('writes every call to the ledger, arguments and all', async () => {
    const { web, room, ledger } = world;
    await web.chat.postMessage({ channel: room.id, text: 'hi', blocks: [section('hi')] });
    expect(ledger.of('slack', '/api/chat.postMessage')).toMatchObject([
      { status: 200, body: { channel: room.id, text: 'hi' } },
    ]);
  });
});
