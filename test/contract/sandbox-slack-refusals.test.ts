/** What the simulated Web API refuses, and in Slack's words. */
import { WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import {
  botToken,
  client,
  plain,
  quiet,
  refusal,
  type SlackWorld,
  section,
  slackWorld,
} from './support/slack-world.ts';

describe('the simulated Slack Web API refuses', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await slackWorld();
  });
  afterEach(() => world.slack.close());

  it('calls without a token, with a wrong one, with the other kind, and unknown methods', async () => {
    const { slack, web } = world;
    const nobody = new WebClient(undefined, { slackApiUrl: slack.url, retryConfig: { retries: 0 }, logger: quiet });
    expect(await refusal(nobody.auth.test())).toMatchObject({ error: 'not_authed' });
    expect(await refusal(client(slack.url, 'xoxb-other').auth.test())).toMatchObject({ error: 'invalid_auth' });
    expect(await refusal(client(slack.url, botToken).apps.connections.open({}))).toMatchObject({
      error: 'not_allowed_token_type',
    });
    expect(await refusal(web.apiCall('chat.shout'))).toMatchObject({ error: 'unknown_method' });
    slack.setBotToken('xoxb-rotated');
    expect(await refusal(web.auth.test())).toMatchObject({ error: 'invalid_auth' });
  });

  it('what the token has no scope for, naming it', async () => {
    const { slack, web, room } = world;
    slack.setScopes(['users:read']);
    const calls: [Promise<unknown>, string][] = [
      [web.chat.postMessage({ channel: room.id, text: 'x' }), 'chat:write'],
      [web.conversations.history({ channel: room.id }), 'channels:history'],
      [web.conversations.create({ name: 'x', is_private: true }), 'groups:write'],
      [web.conversations.list({ types: 'public_channel,im' }), 'channels:read'],
      [web.conversations.open({ users: 'U0ALICE' }), 'im:write'],
      [web.users.lookupByEmail({ email: 'a@b.c' }), 'users:read.email'],
    ];
    for (const [call, needed] of calls) {
      expect(await refusal(call)).toMatchObject({ error: 'missing_scope', needed, provided: 'users:read' });
    }
  });

  it.each([
    ['an unknown channel', 'C0NOWHERE', 'channel_not_found'],
    ['a private channel the bot is not in', 'C0PRIVATE', 'channel_not_found'],
    ['an archived channel', 'C0OLD', 'is_archived'],
    ['a public channel the bot is not in', 'C0OTHER', 'not_in_channel'],
  ])('a post to %s', async (_what, channel, error) => {
    const { slack, web } = world;
    const { channels, app } = slack.workspace;
    channels.add({ id: 'C0PRIVATE', name: 'secret', private: true });
    channels.add({ id: 'C0OLD', name: 'old', members: [app.botUserId] }).archived = true;
    channels.add({ id: 'C0OTHER', name: 'other' });
    slack.setScopes(['chat:write']);
    expect(await refusal(web.chat.postMessage({ channel, text: 'x' }))).toMatchObject({ error });
  });

  it('messages without content, and edits that are too long or not its own', async () => {
    const { web, room, slack, alice } = world;
    const channel = room.id;
    expect(await refusal(web.chat.postMessage({ channel, text: '' }))).toMatchObject({ error: 'no_text' });
    const { ts = '' } = await web.chat.postMessage({ channel, text: 'mine' });
    // 1,001 ampersands are 5,005 bytes once escaped.
    expect(await refusal(web.chat.update({ channel, ts, text: '&'.repeat(1001) }))).toMatchObject({
      error: 'msg_too_long',
    });
    expect(await refusal(web.chat.postMessage({ channel, markdown_text: 'x'.repeat(12_001) }))).toMatchObject({
      error: 'msg_too_long',
    });
    const { message } = await slack.as(alice.id).say('incidents', 'hers');
    expect(await refusal(web.chat.update({ channel, ts: message.ts, text: 'x' }))).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await refusal(web.chat.delete({ channel, ts: message.ts }))).toMatchObject({ error: 'cant_delete_message' });
    expect(await refusal(web.chat.update({ channel, ts: '1.000001', text: 'x' }))).toMatchObject({
      error: 'message_not_found',
    });
    expect(await refusal(web.conversations.replies({ channel, ts: '1.000001' }))).toMatchObject({
      error: 'thread_not_found',
    });
    expect(await refusal(web.chat.postEphemeral({ channel, user: 'U0GONE', text: 'x' }))).toMatchObject({
      error: 'user_not_in_channel',
    });
  });

  it.each([
    ['taken', 'incidents', 'name_taken'],
    ['empty', '', 'invalid_name_required'],
    ['81 characters', 'x'.repeat(81), 'invalid_name_maxlength'],
    ['with capitals', 'Inc-42', 'invalid_name_specials'],
    ['with spaces', 'inc 42', 'invalid_name_specials'],
    ['only punctuation', '---', 'invalid_name_punctuation'],
  ])('a channel name that is %s', async (_what, name, error) => {
    expect(await refusal(world.web.conversations.create({ name }))).toMatchObject({ error });
  });

  it('invitations and repetitions that make no sense', async () => {
    const { web, room, alice, app } = world;
    const channel = room.id;
    const invite = (users: string) => refusal(web.conversations.invite({ channel, users }));
    expect(await invite(alice.id)).toMatchObject({ error: 'already_in_channel', errors: [{ user: alice.id }] });
    expect(await invite('U0GONE')).toMatchObject({ error: 'user_not_found' });
    expect(await invite(app.botUserId)).toMatchObject({ error: 'cant_invite_self' });
    const { ts = '' } = await web.chat.postMessage({ channel, text: 'card' });
    await web.pins.add({ channel, timestamp: ts });
    expect(await refusal(web.pins.add({ channel, timestamp: ts }))).toMatchObject({ error: 'already_pinned' });
    await web.reactions.add({ channel, timestamp: ts, name: 'eyes' });
    expect(await refusal(web.reactions.add({ channel, timestamp: ts, name: 'eyes' }))).toMatchObject({
      error: 'already_reacted',
    });
    await web.conversations.archive({ channel });
    expect(await refusal(web.conversations.archive({ channel }))).toMatchObject({ error: 'already_archived' });
  });

  it('people and groups that are not there', async () => {
    const { web } = world;
    expect(await refusal(web.users.info({ user: 'U0GONE' }))).toMatchObject({ error: 'user_not_found' });
    expect(await refusal(web.conversations.open({ users: 'U0GONE' }))).toMatchObject({ error: 'user_not_found' });
    expect(await refusal(web.users.lookupByEmail({ email: 'no@where' }))).toMatchObject({ error: 'users_not_found' });
    expect(await refusal(web.usergroups.users.list({ usergroup: 'S0GONE' }))).toMatchObject({
      error: 'no_such_subteam',
    });
  });

  it('triggers that are unknown, used or older than three seconds', async () => {
    const { web, slack, clock, alice } = world;
    const view = { type: 'modal' as const, title: plain('Hi'), blocks: [section('x')] };
    const open = (trigger_id: string) => refusal(web.views.open({ trigger_id, view }));
    expect(await open('1.2.abc')).toMatchObject({ error: 'invalid_trigger_id' });
    const used = slack.workspace.tickets.trigger(alice.id);
    await web.views.open({ trigger_id: used, view });
    expect(await open(used)).toMatchObject({ error: 'exchanged_trigger_id' });
    const old = slack.workspace.tickets.trigger(alice.id);
    clock.advance(3_001);
    expect(await open(old)).toMatchObject({ error: 'expired_trigger_id' });
  });

  it('views that break the limits, a fourth modal, and an update of an older state', async () => {
    const { web, slack, alice } = world;
    const trigger = () => slack.workspace.tickets.trigger(alice.id);
    const view = { type: 'modal' as const, title: plain('Hi'), blocks: [section('x')] };
    const long = await refusal(
      web.views.open({ trigger_id: trigger(), view: { ...view, title: plain('x'.repeat(25)) } }),
    );
    expect(long).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
    });
    const { view: first } = await web.views.open({ trigger_id: trigger(), view });
    await web.views.push({ trigger_id: trigger(), view });
    await web.views.push({ trigger_id: trigger(), view });
    expect(await refusal(web.views.push({ trigger_id: trigger(), view }))).toMatchObject({
      error: 'push_limit_reached',
    });
    const view_id = first?.id ?? '';
    expect(await refusal(web.views.update({ view_id, hash: 'older', view }))).toMatchObject({ error: 'hash_conflict' });
    expect(await refusal(web.views.update({ view_id: 'V0GONE', view }))).toMatchObject({ error: 'not_found' });
  });

  it('more than about one post a second in one channel, while another channel is free', async () => {
    const { web, slack, room, clock } = world;
    slack.setLimits('strict');
    const quiet = slack.workspace.channels.add({ name: 'quiet', members: [slack.workspace.app.botUserId] });
    const post = (channel: string) => web.chat.postMessage({ channel, text: 'x' });
    for (let i = 0; i < 5; i += 1) await post(room.id);
    await expect(post(room.id)).rejects.toMatchObject({ retryAfter: 1 });
    await expect(post(room.id)).rejects.toBeInstanceOf(WebAPIRateLimitedError);
    expect(await post(quiet.id)).toMatchObject({ ok: true });
    clock.advance(1_000);
    expect(await post(room.id)).toMatchObject({ ok: true });
  });

  it('whatever a test wants refused, as often as it wants', async () => {
    const { web, slack, room } = world;
    slack.refuse('chat.postMessage', 'restricted_action');
    expect(await refusal(web.chat.postMessage({ channel: room.id, text: 'x' }))).toMatchObject({
      error: 'restricted_action',
    });
    expect(await web.chat.postMessage({ channel: room.id, text: 'x' })).toMatchObject({ ok: true });
  });

  it('to answer when the reply is lost: the message is there all the same', async () => {
    const { web, faults, room, slack, alice } = world;
    faults.add({ server: 'slack', match: /chat\.postMessage/, fault: { kind: 'lostReply' } });
    await expect(web.chat.postMessage({ channel: room.id, text: 'once' })).rejects.toThrow();
    expect(
      slack
        .as(alice.id)
        .seen('incidents')
        .map((m) => m.text),
    ).toEqual(['once']);
  });
});
