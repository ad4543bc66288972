/** The limits of Block Kit, as the simulated Slack holds the product's messages and modals to them. */
import { plain, refusal, type SlackWorld, section, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.slack.close());

const x = (n: number) => plain('x'.repeat(n));
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const options = (n: number) => Array.from({ length: n }, (_, i) => ({ text: plain(`o${i}`), value: `${i}` }));
const select = (more: object) => actions({ type: 'static_select', action_id: 's', options: options(2), ...more });
const confirm = { title: plain('Sure?'), text: plain('It restarts.'), confirm: plain('Do it'), deny: plain('No') };
const typed = (more: object = {}, around: object = {}) => ({
  type: 'input',
  label: plain('Title'),
  element: { type: 'plain_text_input', action_id: 'a', ...more },
  ...around,
});

type Case = readonly [string, object[], string];
const S33: Case[] = [
  ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), '/blocks]'],
  ['a block of a made-up kind', [{ type: 'banner' }], '/blocks/0/type]'],
  ['a block_id of 256 characters', [{ type: 'divider', block_id: 'x'.repeat(256) }], '/blocks/0/block_id]'],
  ['two blocks with one block_id', [1, 2].map(() => ({ type: 'divider', block_id: 'b' })), '/blocks]'],
];
const S34: Case[] = [
  ['a section of 3,001 characters', [section('x'.repeat(3001))], '/blocks/0/text/text]'],
  ['an empty section', [section('')], '/blocks/0/text/text]'],
  ['11 fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => x(1)) }], '/blocks/0/fields]'],
  ['a field of 2,001 characters', [{ type: 'section', fields: [x(2001)] }], '/blocks/0/fields/0/text]'],
  ['a header of 151 characters', [{ type: 'header', text: x(151) }], '/blocks/0/text/text]'],
  ['a mrkdwn header', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], '/blocks/0/text/type]'],
  ['11 context elements', [{ type: 'context', elements: Array.from({ length: 11 }, () => x(1)) }], '/0/elements]'],
];
const S35: Case[] = [
  ['26 buttons', [actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `a${i}` })))], '/0/elements]'],
  ['two buttons with one action_id', [actions(button(), button())], '/0/elements]'],
  ['a button text of 76 characters', [actions(button({ text: x(76) }))], '/elements/0/text/text]'],
  ['a button value of 2,001 characters', [actions(button({ value: 'x'.repeat(2001) }))], '/elements/0/value]'],
  ['an action_id of 256 characters', [actions(button({ action_id: 'x'.repeat(256) }))], '/elements/0/action_id]'],
  ['a button style of its own', [actions(button({ style: 'huge' }))], '/elements/0/style]'],
  [
    'a question of 101 characters',
    [actions(button({ confirm: { ...confirm, title: x(101) } }))],
    '/confirm/title/text]',
  ],
  ['a warning of 301 characters', [actions(button({ confirm: { ...confirm, text: x(301) } }))], '/confirm/text/text]'],
  ['a yes of 31 characters', [actions(button({ confirm: { ...confirm, confirm: x(31) } }))], '/confirm/confirm/text]'],
];
const S36: Case[] = [
  ['a select without options', [select({ options: [] })], '/options]'],
  ['a select of 101 options', [select({ options: options(101) })], '/options]'],
  ['an option text of 76 characters', [select({ options: [{ text: x(76), value: 'v' }] })], '/options/0/text/text]'],
  ['an option value of 151', [select({ options: [{ text: x(1), value: 'x'.repeat(151) }] })], '/options/0/value]'],
  ['a placeholder of 151 characters', [select({ placeholder: x(151) })], '/placeholder/text]'],
  ['a choice that is not offered', [select({ initial_option: { text: x(1), value: 'no' } })], '/initial_option]'],
];
const S37: Case[] = [
  ['a label of 2,001 characters', [typed({}, { label: x(2001) })], '/label/text]'],
  ['a hint of 2,001 characters', [typed({}, { hint: x(2001) })], '/hint/text]'],
  ['an input without an element', [{ type: 'input', label: plain('Title') }], 'missing required field: element'],
  ['a text field for 3,001 characters', [typed({ max_length: 3001 })], '/max_length]'],
  ['more text than the field takes', [typed({ max_length: 3, initial_value: 'four' })], '/initial_value]'],
];

async function refused(blocks: object[]): Promise<{ error: string; said: string }> {
  const call = world.web.apiCall('chat.postMessage', { channel: world.room.id, text: 'x', blocks });
  const { error, response_metadata: told } = await refusal(call);
  return { error, said: JSON.stringify(told) };
}

const refusedAt = async (_what: string, blocks: object[], where: string) => {
  const { error, said } = await refused(blocks);
  expect(error).toBe('invalid_blocks');
  expect(said).toContain(where);
};

describe('blocks that Slack would refuse', () => {
  it.each(S33)('S-33 %s', refusedAt);
  it.each(S34)('S-34 %s', refusedAt);
  it.each(S35)('S-35 %s', refusedAt);
  it.each(S36)('S-36 %s', refusedAt);
  it.each(S37)('S-37 %s', refusedAt);
});

const code = (text: string) => ({ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] });

it('S-38 rich text is kept as it is written', async () => {
  const words = [
    { type: 'user', user_id: 'U0BOB' },
    { type: 'text', text: ' says' },
  ];
  const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: words }, code('a\nb')] }];
  const call = world.web.apiCall('chat.postMessage', { channel: world.room.id, text: 'x', blocks });
  expect(await call).toMatchObject({ ok: true, message: { blocks } });
  await refusedAt('', [{ type: 'rich_text', elements: 'none' }], '/blocks/0/elements]');
});

it('S-39 takes about 13,200 characters over all blocks', async () => {
  const post = (n: number) =>
    world.web.chat.postMessage({
      channel: world.room.id,
      text: 'x',
      blocks: Array.from({ length: n }, () => section('x'.repeat(2900))),
    });
  expect(await post(4)).toMatchObject({ ok: true });
  expect(await refusal(post(5))).toMatchObject({ error: 'msg_blocks_too_long' });
});
