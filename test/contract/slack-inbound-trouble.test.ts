/** When the database is slow, away, or we are broken: never silence, never a false "done", and always the phone list. */
import type { Answer } from '../../src/engine/decision.ts';
import type { Message } from '../../src/sandbox/slack/model/types.ts';
import { renderText, renderView } from '../../src/sandbox/slack/show/render-text.ts';
import { headlineCard } from '../../src/views/headline-card.ts';
import { incident, look } from '../support/sample-world.ts';
import { commandBody, type EdgeWorld, edgeWorld, signedHeaders } from './support/slack-edge.ts';

let world: EdgeWorld;
beforeEach(async () => {
  world = await edgeWorld({ deps: { answerWithin: 40 } });
  world.stored.incidents = [incident()];
});
afterEach(() => world.stop());

const alice = () => world.slack.as('U0ALICE');
const read = (m: Message | undefined) => (m ? renderText(m, world.slack.workspace) : '');
const sees = (expected: RegExp) => alice().waitFor((m) => expected.test(read(m)), { channel: 'incidents' });
const botName = () => world.slack.workspace.people.get(world.app.botUserId)?.name ?? '';

/** An engine whose commit ends when the test says so. */
function held(): { finish: (a: Answer) => void; fail: (e: Error) => void } {
  const out = { finish: (_: Answer) => {}, fail: (_: Error) => {} };
  world.engine = () =>
    new Promise<Answer>((resolve, reject) => {
      out.finish = resolve;
      out.fail = reject;
    });
  return out;
}

describe('a slow commit', () => {
  it('is told, and its outcome follows through the reply address', async () => {
    const engine = held();
    await alice().command('incidents', '/incident', 'declare p1 API down');
    await sees(/⏳ Still working on it: \/incident declare p1 API down[\s\S]*\+420 111 222/);
    engine.finish({ code: 'declared', text: ['Declared INC-1'] });
    await sees(/^Declared INC-1$/);
  });

  it('that fails is told as well', async () => {
    const engine = held();
    await alice().command('incidents', '/incident', 'declare p1 API down');
    engine.fail(new Error('connection terminated'));
    await sees(/Not recorded: \/incident declare p1 API down/);
  });

  it('reaches the person as a whisper when the reply address is gone', async () => {
    const engine = held();
    const text = commandBody(world, 'declare p1 x');
    const reply = await fetch(`${world.url}/slack/events`, {
      method: 'POST',
      body: text,
      headers: signedHeaders(text),
    });
    expect(await reply.text()).toMatch(/Still working/);
    engine.finish({ code: 'declared', text: ['Declared INC-1'] });
    await sees(/^Declared INC-1$/);
  });

  it('behind a form says so in the form and tells the outcome in the channel', async () => {
    await alice().command('incidents', '/incident', 'declare API down');
    const engine = held();
    const view = alice().modals().at(-1);
    if (!view) throw new Error('no form');
    await alice().submit(view, { severity: 'P1' });
    const after = alice().modals().at(-1);
    expect(after && renderView(after, world.slack.workspace)).toMatch(/Still working/);
    engine.finish({ code: 'declared', text: ['Declared INC-1'] });
    await sees(/^Declared INC-1$/);
  });

  it('behind a click answers the click first', async () => {
    const engine = held();
    const shown = headlineCard(incident(), look);
    const posted = await world.web.chat.postMessage({
      channel: 'C0ROOM',
      text: shown.text,
      blocks: [...shown.blocks] as never,
    });
    const card = world.slack.workspace.messages.get('C0ROOM', posted.ts ?? '');
    expect((await alice().click(card as Message, 'Ack (20m)')).ok).toBe(true);
    await sees(/Still working/);
    engine.finish({ code: 'acked', text: ['You have it'] });
    await sees(/^You have it$/);
  });
});

describe('a database that is away', () => {
  beforeEach(() => {
    world.stored.down = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    world.engine = () => Promise.reject(world.stored.down);
  });

  it.each(['declare p1 API down', 'ack', 'list', 'update', 'resolve INC-42'])(
    'is said with the phone list: %s',
    async (text) => {
      expect((await alice().command('incidents', '/incident', text)).ok).toBe(true);
      expect(read(alice().seen('incidents').at(-1))).toMatch(
        /Not recorded[\s\S]*nobody has been paged[\s\S]*\+420 111 222/,
      );
    },
  );

  it('is said to a mention, and Slack is not asked to repeat it', async () => {
    await alice().say('incidents', `@${botName()} declare p1 API down`);
    await sees(/Not recorded/);
    const delivery = await world.slack.waitForDelivery((d) => d.outgoing.name === 'app_mention');
    expect(delivery.attempts.map((a) => a.answer.status)).toEqual([200]);
  });

  it('still opens the form to declare, and keeps its words when sending fails', async () => {
    await alice().command('incidents', '/incident', 'declare API down');
    const view = alice().modals().at(-1);
    if (!view) throw new Error('no form');
    await alice().submit(view, { severity: 'P1' });
    const after = alice().modals().at(-1);
    expect(after && renderView(after, world.slack.workspace)).toMatch(/Not recorded/);
  });

  it('and a repeat of the same request acts once it is back', async () => {
    const text = commandBody(world, 'declare p1 x');
    const send = () => fetch(`${world.url}/slack/events`, { method: 'POST', body: text, headers: signedHeaders(text) });
    expect(await (await send()).text()).toMatch(/Not recorded/);
    world.engine = async () => ({ code: 'declared', text: ['Declared INC-1'] });
    expect(await (await send()).text()).toMatch(/Declared INC-1/);
    expect(await (await send()).text()).toMatch(/Declared INC-1/);
    expect(world.inputs).toHaveLength(1);
  });
});

it('a defect of ours does not pretend to know', async () => {
  world.engine = () => Promise.reject(new TypeError('x is not a function'));
  await alice().command('incidents', '/incident', 'ack');
  expect(read(alice().seen('incidents').at(-1))).toMatch(/broken on my side[\s\S]*I do not know whether it was done/);
});

it('a mention whose answer reaches nobody is sent again by Slack, and counts once', async () => {
  world.slack.refuse('chat.postEphemeral', 'channel_not_found');
  world.slack.refuse('chat.postMessage', 'internal_error');
  await alice().say('incidents', `@${botName()} ack`);
  const delivery = await world.slack.waitForDelivery((d) => d.attempts.length > 1);
  expect(delivery.attempts.map((a) => a.answer.status)).toEqual([503, 200]);
  expect(world.inputs).toHaveLength(1);
});

it('the reply to a mention waits for the commit', async () => {
  const tries = () => world.slack.courier.log.find((d) => d.outgoing.name === 'app_mention')?.attempts ?? [];
  const engine = held();
  const said = alice().say('incidents', `@${botName()} ack`);
  await sees(/Still working/);
  expect(tries()).toEqual([]);
  engine.finish({ code: 'acked', text: ['You have it'] });
  await said;
  expect(tries().map((a) => a.answer.status)).toEqual([200]);
});

describe('strangers', () => {
  const send = async (more: Record<string, string>) => {
    const text = commandBody(world, 'declare p1 x', more);
    const reply = await fetch(`${world.url}/slack/events`, {
      method: 'POST',
      body: text,
      headers: signedHeaders(text),
    });
    return reply.text();
  };
  it.each<[string, Record<string, string>, RegExp]>([
    ['another workspace', { team_id: 'T0EVIL' }, /not connected to this Tocsin/],
    ['another app', { api_app_id: 'A0EVIL' }, /not the one/],
    ['somebody nobody knows', { user_id: 'U0NOBODY' }, /do not know you/],
    ['another command', { command: '/deploy' }, /I do not know \/deploy/],
    ['no trigger', { trigger_id: '' }, /Nothing was done/],
  ])('%s: refused, nothing done', async (_name, more, expected) => {
    expect(await send(more)).toMatch(expected);
    expect(world.inputs).toEqual([]);
  });

  it('a guest of a shared channel cannot click', async () => {
    const payload = JSON.stringify({
      type: 'block_actions',
      team: { id: world.app.teamId },
      api_app_id: world.app.appId,
      user: { id: 'U0ALICE', team_id: 'T0OTHER' },
      trigger_id: '9.9.x',
      container: { type: 'message', channel_id: 'C0ROOM', message_ts: '1.1' },
      channel: { id: 'C0ROOM' },
      actions: [{ type: 'button', action_id: 'incident.ack', block_id: 'b', value: '42' }],
    });
    const text = new URLSearchParams({ payload }).toString();
    const reply = await fetch(`${world.url}/slack/events`, {
      method: 'POST',
      body: text,
      headers: signedHeaders(text),
    });
    expect(reply.status).toBe(200);
    await sees(/Guests from other workspaces/);
    expect(world.inputs).toEqual([]);
  });

  it('a bot that mentions us is not answered', async () => {
    const event = {
      type: 'app_mention',
      user: 'U0ALICE',
      bot_id: 'B1',
      text: `<@${world.app.botUserId}> ack`,
      channel: 'C0ROOM',
      ts: '1.1',
    };
    const text = JSON.stringify({
      type: 'event_callback',
      team_id: world.app.teamId,
      api_app_id: world.app.appId,
      event_id: 'Ev1',
      event,
    });
    const headers = { ...signedHeaders(text), 'content-type': 'application/json' };
    expect((await fetch(`${world.url}/slack/events`, { method: 'POST', body: text, headers })).status).toBe(200);
    expect(world.inputs).toEqual([]);
    expect(alice().seen('incidents')).toEqual([]);
  });
});
