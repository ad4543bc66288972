/** views.open of the simulated Slack: what a trigger id is good for, and what a modal may hold. */
import { plain, refusal, type SlackWorld, section, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.slack.close());

const view = { type: 'modal' as const, title: plain('Hi'), blocks: [section('x')] };
const trigger = () => world.slack.workspace.tickets.trigger(world.alice.id);
const open = (trigger_id: string, more: object = {}) =>
  world.web.apiCall('views.open', { trigger_id, view: { ...view, ...more } });

it('S-31 a trigger id opens one view, within three seconds', async () => {
  expect(await refusal(open('1.2.abc'))).toMatchObject({ error: 'invalid_trigger_id' });
  const used = trigger();
  await open(used);
  expect(world.slack.as(world.alice.id).modals()).toHaveLength(1);
  expect(await refusal(open(used))).toMatchObject({ error: 'exchanged_trigger_id' });
  const old = trigger();
  world.clock.advance(3_001);
  expect(await refusal(open(old))).toMatchObject({ error: 'expired_trigger_id' });
});

const input = { type: 'input', label: plain('Title'), element: { type: 'plain_text_input', action_id: 'a' } };
it.each<[string, object, string]>([
  ['a title of 25 characters', { title: plain('x'.repeat(25)) }, '/view/title/text'],
  ['no title', { title: undefined }, 'title'],
  ['a button of 25 characters', { submit: plain('x'.repeat(25)) }, '/view/submit/text'],
  ['101 blocks', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }, '/view/blocks'],
  ['3,001 characters of private_metadata', { private_metadata: 'x'.repeat(3001) }, '/view/private_metadata'],
  ['a callback_id of 256 characters', { callback_id: 'x'.repeat(256) }, '/view/callback_id'],
  ['an input without a submit button', { blocks: [input] }, 'submit is required'],
])('S-32 refuses %s and says where', async (_what, more, words) => {
  const refused = await refusal(open(trigger(), more));
  expect(refused.error).toBe('invalid_arguments');
  expect(JSON.stringify(refused.response_metadata)).toContain(words);
});

it('S-32 refuses a view of more than 250 KB', async () => {
  const blocks = Array.from({ length: 99 }, () => ({
    type: 'section',
    fields: [plain('x'.repeat(2000)), plain('x'.repeat(600))],
  }));
  expect(await refusal(open(trigger(), { blocks }))).toMatchObject({ error: 'view_too_large' });
});
