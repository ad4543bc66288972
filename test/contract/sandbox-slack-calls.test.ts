/** What holds for every method of the simulated Web API: tokens, scopes, wrong arguments, limits and trouble. */
import { WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import { callRaw, rawSocket, socketAddress } from './support/raw-slack.ts';
import { appToken, botToken, client, quiet, refusal, type SlackWorld, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.slack.close());

describe('the simulated Slack Web API', () => {
  it('S-1 wants the right token: none, a wrong one, the other kind and a replaced one are refused', async () => {
    const { slack, web } = world;
    const nobody = new WebClient(undefined, { slackApiUrl: slack.url, retryConfig: { retries: 0 }, logger: quiet });
    expect(await refusal(nobody.auth.test())).toMatchObject({ error: 'not_authed' });
    expect(await refusal(client(slack.url, 'xoxb-other').auth.test())).toMatchObject({ error: 'invalid_auth' });
    expect(await refusal(client(slack.url, botToken).apps.connections.open({}))).toMatchObject({
      error: 'not_allowed_token_type',
    });
    expect((await callRaw(world, 'auth.test', { token: botToken }, {})).body).toMatchObject({ ok: true });
    slack.setBotToken('xoxb-rotated');
    expect(await refusal(web.auth.test())).toMatchObject({ error: 'invalid_auth' });
  });

  it('S-2 asks for a scope and names it; every answer lists the scopes of the token', async () => {
    const { slack, web, room } = world;
    slack.setScopes(['users:read', 'commands']);
    const calls: [Promise<unknown>, string][] = [
      [web.chat.postMessage({ channel: room.id, text: 'x' }), 'chat:write'],
      [web.conversations.history({ channel: room.id }), 'channels:history'],
      [web.conversations.create({ name: 'x', is_private: true }), 'groups:write'],
      [web.conversations.list({ types: 'public_channel,im' }), 'channels:read'],
      [web.conversations.open({ users: 'U0ALICE' }), 'im:write'],
      [web.pins.add({ channel: room.id, timestamp: '1.000001' }), 'pins:write'],
      [web.usergroups.users.list({ usergroup: 'S0SRE' }), 'usergroups:read'],
      [web.users.lookupByEmail({ email: 'a@b.c' }), 'users:read.email'],
    ];
    for (const [call, needed] of calls) {
      expect(await refusal(call)).toMatchObject({ error: 'missing_scope', needed, provided: 'users:read,commands' });
    }
    expect((await callRaw(world, 'auth.test')).headers.get('x-oauth-scopes')).toBe('users:read,commands');
  });

  it('S-3 does not know a made-up method', async () => {
    expect(await refusal(world.web.apiCall('chat.shout'))).toMatchObject({ error: 'unknown_method' });
  });

  it('S-4 refuses with HTTP 200, says which argument is wrong, and reads forms and JSON', async () => {
    const { slack, room } = world;
    expect(await callRaw(world, 'chat.postMessage', { text: 'where?' })).toMatchObject({
      status: 200,
      body: {
        ok: false,
        error: 'invalid_arguments',
        response_metadata: { messages: ['[ERROR] missing required field: channel'] },
      },
    });
    const headers = { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' };
    const body = JSON.stringify({ channel: room.id, text: 'as JSON' });
    const answer = await fetch(`${slack.url}chat.postMessage`, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({ ok: true, message: { text: 'as JSON' } });
  });

  it.each([
    ['conversations.list', 20],
    ['conversations.create', 20],
    ['conversations.setTopic', 20],
    ['pins.add', 20],
    ['usergroups.list', 20],
    ['usergroups.users.list', 20],
    ['apps.connections.open', 50],
    ['chat.update', 50],
    ['conversations.history', 50],
    ['conversations.invite', 50],
    ['conversations.join', 50],
    ['conversations.open', 50],
    ['conversations.replies', 50],
    ['chat.postEphemeral', 100],
    ['users.info', 100],
    ['views.open', 100],
  ])('S-5 %s may be called %d times a minute, then is 429 with a Retry-After', async (method, perMinute) => {
    const { slack, clock } = world;
    clock.stand();
    slack.setLimits('strict');
    const token = method.startsWith('apps.') ? appToken : botToken;
    const call = () => callRaw(world, method, {}, { authorization: `Bearer ${token}` });
    for (let n = 0; n < perMinute; n += 1) expect((await call()).status).toBe(200);
    const over = await call();
    expect(over).toMatchObject({ status: 429, body: { ok: false, error: 'ratelimited' } });
    const wait = Number(over.headers.get('retry-after'));
    expect(wait).toBe(Math.ceil(60 / perMinute));
    // Another method has a limit of its own.
    expect((await callRaw(world, 'auth.test')).status).toBe(200);
    clock.advance(wait * 1000);
    expect((await call()).status).toBe(200);
  });

  it('S-6 takes about one post a second in one channel after a short burst, while another channel is free', async () => {
    const { web, slack, room, clock } = world;
    clock.stand();
    slack.setLimits('strict');
    const calm = slack.workspace.channels.add({ name: 'calm', members: [slack.workspace.app.botUserId] });
    const post = (channel: string) => web.chat.postMessage({ channel, text: 'x' });
    for (let i = 0; i < 5; i += 1) await post(room.id);
    await expect(post(room.id)).rejects.toMatchObject({ retryAfter: 1 });
    await expect(post(room.id)).rejects.toBeInstanceOf(WebAPIRateLimitedError);
    expect(await post(calm.id)).toMatchObject({ ok: true });
    clock.advance(1_000);
    expect(await post(room.id)).toMatchObject({ ok: true });
  });

  it('S-7 can be in trouble: errors, a 503, a 429 out of the blue, a reply that is lost after the deed', async () => {
    const { web, slack, room, faults, alice } = world;
    const post = () => web.chat.postMessage({ channel: room.id, text: 'once' });
    slack.refuse('chat.postMessage', 'internal_error');
    expect(await refusal(post())).toMatchObject({ error: 'internal_error' });
    const meet = (status: number, headers = {}) =>
      faults.add({ server: 'slack', match: /chat\.postMessage/, fault: { kind: 'status', status, headers } });
    meet(503);
    await expect(post()).rejects.toMatchObject({ statusCode: 503 });
    meet(429, { 'retry-after': '30' });
    await expect(post()).rejects.toMatchObject({ retryAfter: 30 });
    expect(slack.as(alice.id).seen('incidents')).toEqual([]);
    faults.add({ server: 'slack', match: /chat\.postMessage/, fault: { kind: 'lostReply' } });
    await expect(post()).rejects.toThrow();
    const seen = slack.as(alice.id).seen('incidents');
    expect(seen.map((m) => m.text)).toEqual(['once']);
  });

  it('writes every call to the ledger, arguments and all', async () => {
    const { web, room, ledger } = world;
    await web.chat.postMessage({ channel: room.id, text: 'hi' });
    expect(ledger.of('slack', '/api/chat.postMessage')).toMatchObject([
      { status: 200, body: { channel: room.id, text: 'hi' } },
    ]);
  });
});

it('S-8 auth.test says who the token is', async () => {
  const { web, app } = world;
  expect(await web.auth.test()).toMatchObject({
    ok: true,
    user: app.name,
    user_id: app.botUserId,
    bot_id: app.botId,
    team_id: app.teamId,
  });
});

it('S-9 apps.connections.open gives the app token an address for one connection', async () => {
  const { url } = await client(world.slack.url, appToken).apps.connections.open({});
  expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=/);
  const first = rawSocket(String(url));
  expect(await first.next()).toMatchObject({ type: 'hello' });
  expect(await rawSocket(String(url)).ended).toContain('403');
  const another = rawSocket(await socketAddress(world));
  expect(await another.next()).toMatchObject({ type: 'hello', num_connections: 2 });
  first.close();
  another.close();
});
