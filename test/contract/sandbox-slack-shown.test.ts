/** What people read of a message, and what Slack would act on in a text. */
import { activeTokens, activeTokensOf } from '../../src/sandbox/slack/show/mrkdwn.ts';
import { renderText, renderView } from '../../src/sandbox/slack/show/render-text.ts';
import { plain, type SlackWorld, section, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.slack.close());

const button = (extra: object = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const options = (n: number) => Array.from({ length: n }, (_, i) => ({ text: plain(`o${i}`), value: `${i}` }));

describe('what a person reads', () => {
  it('S-40 shows blocks as lines, with names, dates and buttons', async () => {
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
