/** Response URLs of the simulated Slack: how long and how often they work, and what an answer does. */
import { respondTo, type ToyApp, toyApp } from './support/raw-slack.ts';
import { type SlackWorld, section, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
let toy: ToyApp;
beforeEach(async () => {
  toy = await toyApp((_n, res) => void res.end());
  world = await slackWorld({ requestUrl: toy.url });
});
afterEach(async () => {
  await world.slack.close();
  await toy.close();
});

const alice = () => world.slack.as('U0ALICE');
const bob = () => world.slack.as('U0BOB');
const newest = () => String(world.slack.courier.log.at(-1)?.outgoing.payload.response_url);
const button = { type: 'button', action_id: 'ack', text: { type: 'plain_text', text: 'Ack' } };

async function afterCommand(channel = 'incidents'): Promise<string> {
  await alice().command(channel, '/incident');
  return newest();
}

/** A card in the channel, a click on it, and the address of the answer. */
async function afterClick(): Promise<{ url: string; ts: string }> {
  const blocks = [section('API down'), { type: 'actions', elements: [button] }] as never;
  const { ts = '' } = await world.web.chat.postMessage({ channel: 'C0ROOM', text: 'card', blocks });
  await alice().click(await alice().waitFor((m) => m.ts === ts), 'Ack');
  return { url: newest(), ts };
}

it('S-58 a response URL takes five answers, for half an hour', async () => {
  const url = await afterCommand();
  for (let n = 0; n < 5; n += 1) expect(await respondTo(url, { text: `${n}` })).toEqual({ status: 200, text: 'ok' });
  expect(await respondTo(url, { text: 'six' })).toMatchObject({ status: 404 });
  const late = await afterCommand();
  world.clock.advance(30 * 60_000 + 1);
  expect(await respondTo(late, { text: 'late' })).toMatchObject({ status: 404 });
  expect(await respondTo(`${late}x`, { text: 'guessed' })).toMatchObject({ status: 404 });
  expect(alice().seen('incidents')).toHaveLength(5);
  expect(await respondTo(await afterCommand(), {})).toMatchObject({ status: 400 });
});

it('S-59 answers are seen by the person alone, or by all, also where the bot is not', async () => {
  world.slack.workspace.channels.add({ name: 'other', members: ['U0ALICE', 'U0BOB'] });
  const url = await afterCommand('other');
  await respondTo(url, { text: 'only you' });
  await respondTo(url, { text: 'everybody', response_type: 'in_channel', blocks: [section('*everybody*')] });
  expect(alice().seen('other')).toMatchObject([{ text: 'only you', onlyFor: 'U0ALICE' }, { text: 'everybody' }]);
  expect(bob().seen('other')).toMatchObject([{ text: 'everybody', botId: world.app.botId }]);
});

it('S-59 an answer to a click can stand beside the message, take its place, or delete it', async () => {
  const { url, ts } = await afterClick();
  await respondTo(url, { text: 'beside', replace_original: false });
  await respondTo(url, { text: 'instead', replace_original: true });
  expect(alice().seen('incidents')).toMatchObject([{ ts, text: 'instead', blocks: [] }, { text: 'beside' }]);
  await respondTo(url, { delete_original: true });
  expect(bob().seen('incidents')).toEqual([]);
});
