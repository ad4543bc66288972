/** Block Kit limits, what people read, and what Slack would act on in a text. */
import { activeTokens, activeTokensOf } from '../../src/sandbox/slack/show/mrkdwn.ts';
import { renderText, renderView } from '../../src/sandbox/slack/show/render-text.ts';
import { plain, refusal, type SlackWorld, section, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.slack.close());

const button = (extra: object = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const options = (n: number) => Array.from({ length: n }, (_, i) => ({ text: plain(`o${i}`), value: `${i}` }));

describe('blocks that Slack would refuse', () => {
  it.each<[string, object[], string]>([
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), '/blocks]'],
    ['a section of 3,001 characters', [section('x'.repeat(3001))], '/blocks/0/text/text]'],
    ['an empty section', [section('')], '/blocks/0/text/text]'],
    ['a header of 151 characters', [{ type: 'header', text: plain('x'.repeat(151)) }], '/blocks/0/text/text]'],
    ['a mrkdwn header', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], '/blocks/0/text/type]'],
    [
      'a button text of 76 characters',
      [actions(button({ text: plain('x'.repeat(76)) }))],
      '/blocks/0/elements/0/text/text]',
    ],
    [
      'a button value of 2,001 characters',
      [actions(button({ value: 'x'.repeat(2001) }))],
      '/blocks/0/elements/0/value]',
    ],
    [
      'an action_id of 256 characters',
      [actions(button({ action_id: 'x'.repeat(256) }))],
      '/blocks/0/elements/0/action_id]',
    ],
    ['a button style of its own', [actions(button({ style: 'huge' }))], '/blocks/0/elements/0/style]'],
    [
      '26 buttons',
      [actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `a${i}` })))],
      '/blocks/0/elements]',
    ],
    ['two buttons with one action_id', [actions(button(), button())], '/blocks/0/elements]'],
    [
      'two blocks with one block_id',
      [
        { type: 'divider', block_id: 'b' },
        { type: 'divider', block_id: 'b' },
      ],
      '/blocks]',
    ],
    ['a select without options', [actions({ type: 'static_select', action_id: 's', options: [] })], '/options]'],
    [
      'a select of 101 options',
      [actions({ type: 'static_select', action_id: 's', options: options(101) })],
      '/options]',
    ],
    ['an overflow of 6 options', [actions({ type: 'overflow', action_id: 's', options: options(6) })], '/options]'],
    [
      'an option text of 76 characters',
      [actions({ type: 'static_select', action_id: 's', options: [{ text: plain('x'.repeat(76)), value: 'v' }] })],
      '/options/0/text/text]',
    ],
    [
      'a placeholder of 151 characters',
      [actions({ type: 'users_select', action_id: 's', placeholder: plain('x'.repeat(151)) })],
      '/placeholder/text]',
    ],
    [
      '11 context elements',
      [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
      '/blocks/0/elements]',
    ],
    ['11 fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }], '/blocks/0/fields]'],
    ['a block of a made-up kind', [{ type: 'banner' }], '/blocks/0/type]'],
  ])('%s', async (_what, blocks, pointer) => {
    const call = world.web.apiCall('chat.postMessage', { channel: world.room.id, text: 'x', blocks });
    const refused = await refusal(call);
    expect(refused.error).toBe('invalid_blocks');
    expect(JSON.stringify(refused.response_metadata)).toContain(pointer);
  });

  it('more than about 13,200 characters over all blocks', async () => {
    const post = (n: number) =>
      world.web.chat.postMessage({
        channel: world.room.id,
        text: 'x',
        blocks: Array.from({ length: n }, () => section('x'.repeat(2900))),
      });
    expect(await post(4)).toMatchObject({ ok: true });
    expect(await refusal(post(5))).toMatchObject({ error: 'msg_blocks_too_long' });
  });
});

describe('what a person reads', () => {
  it('shows blocks as lines, with names, dates and buttons', async () => {
    const { slack, room, alice } = world;
    slack.workspace.people.addGroup({ id: 'S0SRE', handle: 'sre' });
    const message = slack.workspace.messages.post({
      channel: room.id,
      user: 'U0TOCSIN',
      text: 'fallback',
      blocks: [
        { type: 'header', text: plain('INC-42 · P1') },
        section('IC <@U0ALICE>, <!subteam^S0SRE>, see <#C0ROOM> &amp; <https://dash.example|the dashboard>'),
        { type: 'section', fields: [plain('State'), plain('open'), plain('SLA'), plain('5 min')] },
        { type: 'divider' },
        {
          type: 'context',
          elements: [{ type: 'mrkdwn', text: 'since <!date^1700000000^{date_num} {time}|long ago>' }, plain('<!here>')],
        },
        actions(button({ text: plain('Ack') }), {
          type: 'static_select',
          action_id: 's',
          placeholder: plain('Severity'),
          options: options(2),
        }),
      ],
    });
    expect(alice.name).toBe('alice');
    expect(renderText(message, slack.workspace).split('\n')).toEqual([
      'INC-42 · P1',
      'IC @alice, @sre, see #incidents & the dashboard (https://dash.example)',
      'State   open',
      'SLA   5 min',
      '────',
      'since 2023-11-14 22:13 · <!here>',
      '[Ack] [Severity ▾]',
    ]);
  });

  it('shows a modal with what was filled in', () => {
    const { slack, alice } = world;
    const input = { type: 'plain_text_input', action_id: 'text', initial_value: 'API down' };
    const blocks = [{ type: 'input', block_id: 't', label: plain('Title'), element: input }];
    const content = { type: 'modal', title: plain('Declare'), submit: plain('Page 2 people'), blocks };
    const view = slack.workspace.views.open(alice.id, content, blocks);
    expect(renderView(view, slack.workspace)).toBe('Declare\nTitle: [API down]\n[Page 2 people]');
  });
});

describe('what Slack would act on', () => {
  it.each([
    ['<!channel> <!here> <!everyone>', ['broadcast channel', 'broadcast here', 'broadcast everyone']],
    ['<@U0ALICE> <@W0EVE|eve>', ['user U0ALICE', 'user W0EVE']],
    ['<!subteam^S0SRE|@sre> <#C0ROOM|incidents>', ['group S0SRE', 'channel C0ROOM']],
    [
      '<https://evil.example|your bank> https://bare.example',
      ['link https://evil.example', 'link https://bare.example'],
    ],
    ['<mailto:a@b.c|a> <javascript:alert(1)|x>', ['link mailto:a@b.c', 'link javascript:alert(1)']],
    ['`<!channel>`', ['broadcast channel']],
    ['&lt;!channel&gt; < !channel> @channel <!chan\nnel>', ['unknown  !channel']],
    ['a < b > c', ['unknown  b ']],
  ])('%j', (text, expected) => {
    expect(activeTokens(text).map((t) => `${t.kind} ${t.target}`)).toEqual(expected);
  });

  it('looks into mrkdwn, markdown, rich text and link buttons, and not into plain text', () => {
    const { slack, room } = world;
    const message = slack.workspace.messages.post({
      channel: room.id,
      user: 'U0TOCSIN',
      text: '<!here>',
      blocks: [
        section('<@U0BOB>'),
        { type: 'header', text: plain('<!channel>') },
        { type: 'markdown', text: '[bank](https://evil.example)' },
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'channel' }] }],
        },
        actions(button({ url: 'https://ok.example' })),
      ],
    });
    expect(activeTokensOf(message).map((t) => `${t.where}: ${t.kind} ${t.target}`)).toEqual([
      'text: broadcast here',
      'blocks/0/text: user U0BOB',
      'blocks/2: link https://evil.example',
      'blocks/3/elements/0/elements/0: broadcast channel',
      'blocks/4/elements/0: link https://ok.example',
    ]);
  });
});

it('says what was seen when nothing matched in time', async () => {
  await world.web.chat.postMessage({ channel: world.room.id, text: 'only this' });
  const wait = world.slack.waitFor((m) => m.text === 'never', { withinMs: 20 });
  await expect(wait).rejects.toThrow('Nothing matched within 20 ms. Seen:\nonly this');
});
