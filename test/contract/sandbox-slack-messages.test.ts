/** chat.* of the simulated Slack: where a message may go, what it may hold, who sees it, and how it is edited. */
import { refusal, type SlackWorld, section, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.slack.close());

const post = (text: string, more: object = {}) =>
  world.web.chat.postMessage({ channel: world.room.id, text, ...more }) as Promise<{ ts?: string; message?: object }>;
const kept = (ts: string | undefined) => world.slack.workspace.messages.get(world.room.id, ts ?? '');

describe('chat.postMessage', () => {
  it.each([
    ['an unknown channel', 'C0NOWHERE', 'channel_not_found'],
    ['a private channel the bot is not in', 'C0PRIVATE', 'channel_not_found'],
    ['an archived channel', 'C0OLD', 'is_archived'],
    ['a public channel the bot is not in', 'C0OTHER', 'not_in_channel'],
  ])('S-10 does not post to %s', async (_what, channel, error) => {
    const { slack, web } = world;
    const { channels, app } = slack.workspace;
    channels.add({ id: 'C0PRIVATE', name: 'secret', private: true });
    channels.add({ id: 'C0OLD', name: 'old', members: [app.botUserId] }).archived = true;
    channels.add({ id: 'C0OTHER', name: 'other' });
    slack.setScopes(['chat:write']);
    expect(await refusal(web.chat.postMessage({ channel, text: 'x' }))).toMatchObject({ error });
  });

  it('S-10 posts to any public channel with chat:write.public, and to a person as a direct message', async () => {
    const { slack, web, alice } = world;
    slack.workspace.channels.add({ id: 'C0OTHER', name: 'other' });
    expect(await web.chat.postMessage({ channel: 'C0OTHER', text: 'x' })).toMatchObject({ ok: true });
    const paged = await web.chat.postMessage({ channel: alice.id, text: 'you are paged' });
    expect(paged.channel).toMatch(/^D/);
    expect(
      slack
        .as(alice.id)
        .seenInDm()
        .map((m) => m.text),
    ).toEqual(['you are paged']);
  });

  it('S-11 wants some content, and cuts a text after 40,000 characters', async () => {
    expect(await refusal(post(''))).toMatchObject({ error: 'no_text' });
    const { ts } = await post('x'.repeat(40_001));
    expect(kept(ts)?.text).toHaveLength(40_000);
    expect(await refusal(world.web.apiCall('chat.postMessage', { channel: 'C0ROOM', blocks: '{' }))).toMatchObject({
      error: 'invalid_blocks_format',
    });
  });

  it('S-12 keeps metadata with the message and gives all of it to those who ask', async () => {
    const metadata = { event_type: 'incident', event_payload: { id: 42 } };
    const { message } = await post('card', { metadata });
    expect(message).toMatchObject({ metadata });
    const history = (more: object) => world.web.conversations.history({ channel: world.room.id, ...more });
    expect((await history({})).messages?.[0]?.metadata).toEqual({ event_type: 'incident' });
    expect((await history({ include_all_metadata: true })).messages?.[0]?.metadata).toEqual(metadata);
    const bad = { metadata: { event_type: 'incident' } };
    expect(await refusal(post('x', bad))).toMatchObject({ error: 'invalid_metadata_format' });
    const big = { metadata: { event_type: 'x', event_payload: { log: 'x'.repeat(16_000) } } };
    expect(await refusal(post('x', big))).toMatchObject({ error: 'metadata_too_large' });
  });

  it('S-13 answers in a thread, which the first message then counts', async () => {
    const { ts: thread_ts } = await post('first');
    const reply = await post('reply', { thread_ts });
    expect(reply.message).toMatchObject({ thread_ts, parent_user_id: world.app.botUserId });
    const { messages } = await world.web.conversations.history({ channel: world.room.id });
    expect(messages).toMatchObject([{ text: 'first', reply_count: 1, latest_reply: reply.ts }]);
  });

  it('S-14 gives every message a later timestamp of its own', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => post(`${i}`)));
    const stamps = all.map((r) => r.ts ?? '');
    expect(new Set(stamps).size).toBe(20);
    for (const ts of stamps) expect(ts).toMatch(/^\d{10}\.\d{6}$/);
  });
});

describe('chat.update', () => {
  it('S-15 replaces blocks without a mark; a text alone takes their place and is marked as edited', async () => {
    const { web, room } = world;
    const metadata = { event_type: 'incident', event_payload: { id: 42 } };
    const { ts = '' } = await post('fallback', { blocks: [section('*API down*')], metadata });
    await web.chat.update({ channel: room.id, ts, text: 'calmer', blocks: [section('*API slow*')] });
    expect(kept(ts)).toMatchObject({ text: 'calmer', blocks: [{ text: { text: '*API slow*' } }], metadata });
    expect(kept(ts)?.edited).toBeUndefined();
    await web.chat.update({ channel: room.id, ts, text: 'over' });
    expect(kept(ts)).toMatchObject({ text: 'over', blocks: [], edited: { user: world.app.botUserId } });
  });

  it('S-16 refuses what is gone, not ours, too long, or in an archived channel', async () => {
    const { web, room, slack, alice } = world;
    const channel = room.id;
    const { ts = '' } = await post('mine');
    const update = (stamp: string, text: string) => refusal(web.chat.update({ channel, ts: stamp, text }));
    // 1,001 ampersands are 5,005 bytes once escaped.
    expect(await update(ts, '&'.repeat(1001))).toMatchObject({ error: 'msg_too_long' });
    expect(await update('1.000001', 'x')).toMatchObject({ error: 'message_not_found' });
    const { message } = await slack.as(alice.id).say('incidents', 'hers');
    expect(await update(message.ts, 'x')).toMatchObject({ error: 'cant_update_message' });
    await web.conversations.archive({ channel });
    expect(await update(ts, 'x')).toMatchObject({ error: 'is_inactive' });
    expect(kept(ts)?.text).toBe('mine');
  });
});

describe('chat.postEphemeral', () => {
  it('S-17 is seen by one person of the channel, is in no history and cannot be edited', async () => {
    const { web, room, slack, alice, bob } = world;
    const channel = room.id;
    const { message_ts: ts = '' } = await web.chat.postEphemeral({ channel, user: alice.id, text: 'only you' });
    const seen = (who: string) =>
      slack
        .as(who)
        .seen('incidents')
        .map((m) => m.ts);
    expect([seen(alice.id), seen(bob.id)]).toEqual([[ts], []]);
    expect((await web.conversations.history({ channel })).messages).toEqual([]);
    expect(await refusal(web.chat.update({ channel, ts, text: 'x' }))).toMatchObject({ error: 'message_not_found' });
    expect(await refusal(web.chat.postEphemeral({ channel, user: 'U0GONE', text: 'x' }))).toMatchObject({
      error: 'user_not_in_channel',
    });
  });

  it('S-18 shows in a thread only where there is a reply already', async () => {
    const { web, room, slack, alice, bob } = world;
    const { ts = '' } = await post('card');
    const whisper = (text: string) =>
      web.chat.postEphemeral({ channel: room.id, user: alice.id, text, thread_ts: ts }) as Promise<object>;
    expect(await whisper('too early')).toMatchObject({ ok: true, message_ts: expect.any(String) });
    await slack.as(bob.id).say('incidents', 'on it', { threadTs: ts });
    await whisper('in time');
    const seen = slack.as(alice.id).seen('incidents');
    expect(seen.map((m) => m.text)).toEqual(['card', 'on it', 'in time']);
    expect(seen.at(-1)).toMatchObject({ threadTs: ts, onlyFor: alice.id });
  });
});
