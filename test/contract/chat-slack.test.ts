/** The chat port against the real WebClient and the simulated Slack, then against every way Slack can fail. */
import type { CallReport } from '../../src/adapters/http/call.ts';
import { apiRoot, SlackApi } from '../../src/adapters/slack/slack-api.ts';
import { SlackChat } from '../../src/adapters/slack/slack-chat.ts';
import type { Message } from '../../src/ports/chat.ts';
import type { Fault as Misfortune } from '../../src/sandbox/http/faults.ts';
import { faultOf } from './support/fault-of.ts';
import { botToken, type SlackWorld, section, slackWorld } from './support/slack-world.ts';

const hello: Message = { text: 'API down', blocks: [section('*API down*')] };

let world: SlackWorld;
let api: SlackApi;
let chat: SlackChat;
let reports: CallReport[];

beforeEach(async () => {
  world = await slackWorld();
  reports = [];
  ({ api, chat } = open());
});
afterEach(async () => {
  await api.close();
  await world.slack.close();
});

function open(timeout = 2_000) {
  const made = new SlackApi({
    token: botToken,
    apiUrl: world.slack.url,
    timeout,
    onCall: (r) => reports.push(r),
    now: () => world.clock.now(),
  });
  return { api: made, chat: new SlackChat(made) };
}

const calls = (method: string) => world.ledger.of('slack', `/api/${method}`);
const posted = (n = 0) => calls('chat.postMessage')[n]?.body as Record<string, string>;
const meet = (method: string, fault: Misfortune, times = 1) =>
  world.faults.add({ server: 'slack', match: new RegExp(`/api/${method.replaceAll('.', '\\.')}$`), fault, times });

describe('posting', () => {
  it('posts with the key in its metadata, and nothing that Slack could turn into more than was written', async () => {
    const at = await chat.post('C0ROOM', hello, { key: 'inc/42/card', pin: true });
    expect(posted()).toMatchObject({
      channel: 'C0ROOM',
      text: 'API down',
      metadata: JSON.stringify({ event_type: 'tocsin', event_payload: { key: 'inc/42/card' } }),
      unfurl_links: 'false',
      unfurl_media: 'false',
      parse: 'none',
      link_names: 'false',
    });
    expect(world.slack.workspace.channels.get('C0ROOM')?.pins.has(at.ts)).toBe(true);
  });

  it('a pin that fails does not make the message look unsent', async () => {
    world.slack.refuse('pins.add', 'not_pinnable');
    const at = await chat.post('C0ROOM', hello, { key: 'k', pin: true });
    expect(at.channel).toBe('C0ROOM');
    expect(reports.at(-1)).toMatchObject({ operation: 'pins.add', outcome: 'permanent', code: 'slack.not_pinnable' });
  });

  it('reaches a person in their direct message', async () => {
    const at = await chat.post('U0ALICE', hello, { key: 'k' });
    expect(at.channel).toMatch(/^D/);
    await chat.post('U0ALICE', hello, { key: 'k2' });
    expect(calls('conversations.open')).toHaveLength(1);
    expect(await chat.find('U0ALICE', 'k2')).toMatchObject({ channel: at.channel });
  });

  it('finds what it posted when the reply was lost, in a channel and in a thread', async () => {
    meet('chat.postMessage', { kind: 'lostReply' });
    expect(await faultOf(chat.post('C0ROOM', hello, { key: 'first' }))).toMatchObject({
      kind: 'unknown',
      code: 'slack.connection-lost',
    });
    const at = await chat.find('C0ROOM', 'first');
    expect(at?.channel).toBe('C0ROOM');
    expect(await chat.find('C0ROOM', 'other')).toBeUndefined();
    const answer = await chat.post('C0ROOM', hello, { key: 'second', thread: at!.ts });
    expect(await chat.find('C0ROOM', 'second', at!.ts)).toEqual(answer);
    expect(calls('chat.postMessage')).toHaveLength(2);
  });

  it('finds the newest answers of a thread of more than a page', async () => {
    const root = world.slack.workspace.messages.post({ text: 'r', channel: 'C0ROOM', user: 'U0ALICE' });
    for (let i = 0; i < 120; i++) {
      world.clock.advance(60_000);
      world.slack.workspace.messages.post({ text: 'a', channel: 'C0ROOM', user: 'U0ALICE', threadTs: root.ts });
    }
    const at = await chat.post('C0ROOM', hello, { key: 'late', thread: root.ts });
    expect(await chat.find('C0ROOM', 'late', root.ts)).toEqual(at);
  });

  it('does not take another author’s copy of a key for its own', async () => {
    const metadata = { event_type: 'tocsin', event_payload: { key: 'stolen' } };
    world.slack.workspace.messages.post({ text: 'x', channel: 'C0ROOM', user: 'U0ALICE', metadata });
    expect(await chat.find('C0ROOM', 'stolen')).toBeUndefined();
  });

  it('updates in place, and says when the message is gone', async () => {
    const at = await chat.post('C0ROOM', hello, { key: 'k' });
    await chat.update(at, { text: 'API up', blocks: [section('up')] });
    expect(world.slack.workspace.messages.get(at.channel, at.ts)).toMatchObject({ text: 'API up' });
    expect(await chat.find('C0ROOM', 'k')).toEqual(at);
    world.slack.workspace.messages.delete(at.channel, at.ts);
    expect(await faultOf(chat.update(at, hello))).toMatchObject({ kind: 'permanent', code: 'slack.message_not_found' });
  });

  it('whispers to one person', async () => {
    await chat.whisper('C0ROOM', 'U0BOB', hello);
    expect(calls('chat.postEphemeral')[0]?.body).toMatchObject({ user: 'U0BOB', parse: 'none', link_names: 'false' });
    world.slack.workspace.people.add({ id: 'U0OUT', name: 'out' });
    expect(await faultOf(chat.whisper('C0ROOM', 'U0OUT', hello))).toMatchObject({ code: 'slack.user_not_in_channel' });
  });

  it('whispers in a thread', async () => {
    const { message: first } = await world.slack.as('U0BOB').say('incidents', 'API down?');
    await world.slack.as('U0BOB').say('incidents', 'anybody?', { threadTs: first.ts });
    await chat.whisper('C0ROOM', 'U0BOB', hello, first.ts);
    const [said] = world.slack.as('U0BOB').seen('incidents').slice(-1);
    expect(said).toMatchObject({ onlyFor: 'U0BOB', threadTs: first.ts });
  });
});

describe('channels', () => {
  it('creates a channel, and finds it again when the reply was lost', async () => {
    meet('conversations.create', { kind: 'lostReply' });
    expect(await faultOf(chat.openChannel('inc-42'))).toMatchObject({ kind: 'unknown' });
    const again = await chat.openChannel('inc-42');
    expect(world.slack.workspace.channels.get(again.id)?.name).toBe('inc-42');
    expect(world.slack.workspace.channels.all().filter((c) => c.name === 'inc-42')).toHaveLength(1);
  });

  it('does not take over a channel of somebody else', async () => {
    world.slack.workspace.channels.add({ name: 'inc-42', creator: 'U0ALICE', members: ['U0ALICE'] });
    expect(await faultOf(chat.openChannel('inc-42'))).toMatchObject({ kind: 'permanent', code: 'slack.name_taken' });
  });

  it('does not go on in an archived channel of the same name', async () => {
    const { id } = await chat.openChannel('inc-42');
    world.slack.workspace.channels.get(id)!.archived = true;
    expect(await faultOf(chat.openChannel('inc-42'))).toMatchObject({ code: 'slack.name_taken' });
  });

  it('knows channels by name, joins them, and remembers', async () => {
    const ops = world.slack.workspace.channels.add({ name: 'ops', members: ['U0ALICE'] });
    expect(await chat.channelNamed('ops')).toBe(ops.id);
    expect(ops.members.has(world.app.botUserId)).toBe(true);
    expect(await chat.channelNamed('ops')).toBe(ops.id);
    expect(calls('conversations.list')).toHaveLength(1);
    expect(await chat.channelNamed('nowhere')).toBeUndefined();
  });

  it('finds a name behind many pages', async () => {
    for (let i = 0; i < 1_200; i++) world.slack.workspace.channels.add({ name: `c${i}`, members: [] });
    const last = world.slack.workspace.channels.add({ name: 'needle', members: [world.app.botUserId] });
    expect(await chat.channelNamed('needle')).toBe(last.id);
  });

  it('works without the scope for private channels', async () => {
    world.slack.setScopes(['channels:read', 'channels:join']);
    expect(await chat.channelNamed('incidents')).toBe('C0ROOM');
  });

  it('finds public channels without the right to see private ones, also when several look at the same time', async () => {
    world.slack.setScopes(['channels:read', 'channels:join', 'chat:write']);
    const ops = world.slack.workspace.channels.add({ name: 'ops' });
    expect(await Promise.all([chat.channelNamed('ops'), chat.channelNamed('ops'), chat.channelNamed('none')])).toEqual([
      ops.id,
      ops.id,
      undefined,
    ]);
  });

  it('enters a public channel it is not in, and tries once more', async () => {
    world.slack.setScopes(['chat:write', 'channels:join']);
    const ops = world.slack.workspace.channels.add({ name: 'ops', members: ['U0ALICE'] });
    await chat.post(ops.id, hello, { key: 'k' });
    expect(calls('chat.postMessage').map((e) => e.path)).toHaveLength(2);
    expect(calls('conversations.join')).toHaveLength(1);
  });

  it('invites everybody who can be, and does not mind who is there already', async () => {
    const { id } = await chat.openChannel('inc-7');
    world.slack.workspace.people.add({ id: 'U0GONE', name: 'gone', deleted: true });
    await chat.invite(id, ['U0ALICE', 'U0GONE', 'U0ALICE']);
    await chat.invite(id, ['U0ALICE']);
    await chat.invite(id, []);
    expect([...world.slack.workspace.channels.get(id)!.members]).toEqual(expect.arrayContaining(['U0ALICE']));
    expect(await faultOf(chat.invite(id, ['U0GONE']))).toMatchObject({ kind: 'permanent', code: 'slack.cant_invite' });
  });

  it('cuts a topic to what Slack takes', async () => {
    await chat.setTopic('C0ROOM', `SEV1 ${'x'.repeat(300)}`);
    expect(world.slack.workspace.channels.get('C0ROOM')?.topic).toHaveLength(250);
  });
});

describe('rate limits', () => {
  it('a limit met in one channel does not slow another', async () => {
    const other = world.slack.workspace.channels.add({ name: 'two', members: [world.app.botUserId] });
    meet('chat.postMessage', { kind: 'status', status: 429, headers: { 'retry-after': '30' } });
    const limited = await faultOf(chat.post('C0ROOM', hello, { key: 'a' }));
    expect(limited).toMatchObject({ kind: 'retry', code: 'slack.ratelimited', retryAfter: 30_000 });
    await chat.post(other.id, hello, { key: 'b' });
    expect(await faultOf(chat.post('C0ROOM', hello, { key: 'a' }))).toMatchObject({
      kind: 'retry',
      code: 'slack.paced',
    });
    expect(calls('chat.postMessage')).toHaveLength(2);
    world.clock.advance(30_000);
    await chat.post('C0ROOM', hello, { key: 'a' });
  });

  it.each([
    ['600', 60_000],
    ['soon', 5_000],
    [undefined, 5_000],
    ['Wed, 21 Oct 2026 07:28:20 GMT', 20_000],
  ])('reads Retry-After: %s', async (header, wait) => {
    const headers = {
      date: 'Wed, 21 Oct 2026 07:28:00 GMT',
      ...(header === undefined ? {} : { 'retry-after': header }),
    };
    meet('chat.update', { kind: 'status', status: 429, headers });
    expect((await faultOf(chat.update({ channel: 'C0ROOM', ts: '1.1' }, hello))).retryAfter).toBe(wait);
  });

  it('paces a channel itself: three at once, then one a second; an answer to one person does not wait', async () => {
    for (const key of ['1', '2', '3']) await chat.post('C0ROOM', hello, { key });
    const fault = await faultOf(chat.post('C0ROOM', hello, { key: '4' }));
    expect(fault).toMatchObject({ kind: 'retry', code: 'slack.paced' });
    expect(fault.retryAfter).toBeLessThanOrEqual(1_000);
    await chat.whisper('C0ROOM', 'U0BOB', hello);
    world.clock.advance(1_000);
    await chat.post('C0ROOM', hello, { key: '4' });
    expect(calls('chat.postMessage')).toHaveLength(4);
  });
});

describe('every error of Slack has its meaning', () => {
  const permanent = [
    'channel_not_found',
    'is_archived',
    'restricted_action',
    'invalid_auth',
    'token_revoked',
    'account_inactive',
    'msg_too_long',
    'msg_blocks_too_long',
    'invalid_blocks',
    'message_limit_exceeded',
    'something_new',
    'constructor',
  ];
  it.each(permanent)('%s is permanent', async (error) => {
    world.slack.refuse('chat.postMessage', error);
    const fault = await faultOf(chat.post('C0ROOM', hello, { key: 'k' }));
    expect(fault).toMatchObject({ kind: 'permanent', code: `slack.${error}` });
    expect(fault.message).not.toContain('[native code]');
    expect(calls('chat.postMessage')).toHaveLength(1);
  });

  it.each(['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout'])(
    '%s may have happened, and is asked again when nothing was changed',
    async (error) => {
      world.slack.refuse('chat.postMessage', error);
      world.slack.refuse('conversations.list', error);
      expect(await faultOf(chat.post('C0ROOM', hello, { key: 'k' }))).toMatchObject({ kind: 'unknown' });
      expect(await faultOf(chat.channelNamed('x'))).toMatchObject({ kind: 'retry', code: `slack.${error}` });
    },
  );

  it('a limit told in the body is a limit', async () => {
    world.slack.refuse('chat.postMessage', 'ratelimited');
    expect(await faultOf(chat.post('C0ROOM', hello, { key: 'k' }))).toMatchObject({
      kind: 'retry',
      code: 'slack.ratelimited',
    });
  });

  it('names the missing scope', async () => {
    world.slack.setScopes(['channels:read']);
    const fault = await faultOf(chat.post('C0ROOM', hello, { key: 'k' }));
    expect(fault).toMatchObject({ kind: 'permanent', code: 'slack.missing_scope' });
    expect(fault.message).toContain('chat:write');
  });

  it('says what was wrong with blocks', async () => {
    const fault = await faultOf(chat.post('C0ROOM', { text: 't', blocks: [{ type: 'nonsense' }] }, { key: 'k' }));
    expect(fault).toMatchObject({ kind: 'permanent', code: 'slack.invalid_blocks' });
  });

  it('a private channel without us is permanent, with what to do', async () => {
    world.slack.refuse('chat.postMessage', 'not_in_channel');
    world.slack.refuse('conversations.join', 'method_not_supported_for_channel_type');
    const fault = await faultOf(chat.post('C0ROOM', hello, { key: 'k' }));
    expect(fault).toMatchObject({ kind: 'permanent', code: 'slack.not_in_channel' });
    expect(fault.message).toContain('/invite');
  });

  const html = { 'content-type': 'text/html' };
  const broken: [string, Misfortune, string, string][] = [
    ['500', { kind: 'status', status: 500, body: '<h1>oops</h1>', headers: html }, 'unknown', 'slack.500'],
    ['302', { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'permanent', 'slack.302'],
    ['404', { kind: 'status', status: 404 }, 'permanent', 'slack.404'],
    [
      'HTML with 200',
      { kind: 'status', status: 200, body: '<h1>Login</h1>', headers: html },
      'unknown',
      'slack.bad-answer',
    ],
    ['half of a JSON', { kind: 'status', status: 200, body: '{"ok":tr' }, 'unknown', 'slack.bad-answer'],
    ['nothing', { kind: 'status', status: 200 }, 'unknown', 'slack.bad-answer'],
    ['9 MB', { kind: 'status', status: 200, body: 'x'.repeat(9 << 20) }, 'unknown', 'slack.bad-answer'],
    ['reset', { kind: 'reset' }, 'unknown', 'slack.connection-lost'],
  ];
  it.each(broken)('%s', async (_, misfortune, kind, code) => {
    meet('chat.postMessage', misfortune);
    const fault = await faultOf(chat.post('C0ROOM', hello, { key: 'k' }));
    expect(fault).toMatchObject({ kind, code });
    expect(calls('chat.postMessage')).toHaveLength(1);
    expect(JSON.stringify(reports)).not.toContain(botToken);
  });

  it('does not wait longer than its deadline, and a read is only asked again', async () => {
    const quick = open(80);
    meet('chat.postMessage', { kind: 'hang' });
    meet('conversations.list', { kind: 'hang' });
    expect(await faultOf(quick.chat.post('C0ROOM', hello, { key: 'k' }))).toMatchObject({
      kind: 'unknown',
      code: 'slack.timeout',
    });
    expect(await faultOf(quick.chat.channelNamed('x'))).toMatchObject({ kind: 'retry', code: 'slack.timeout' });
    await quick.api.close();
  });

  it('nobody listening surely did not happen', async () => {
    await world.slack.close();
    expect(await faultOf(chat.post('C0ROOM', hello, { key: 'k' }))).toMatchObject({ kind: 'retry' });
    world = await slackWorld();
  });
});

it('finds the API root in whatever was configured', () => {
  for (const url of ['https://slack.com', 'https://slack.com/', 'https://slack.com/api', 'https://slack.com/api/']) {
    expect(apiRoot(url)).toBe('https://slack.com/api/');
  }
});
