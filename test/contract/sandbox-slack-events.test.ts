/** What the simulated Slack tells an app about what people say: mentions, their text, and what is not told. */
import type { SlackWorld } from './support/slack-world.ts';
import { slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld({ subscriptions: ['app_mention'] });
});
afterEach(() => world.slack.close());

const alice = () => world.slack.as('U0ALICE');
const events = () => world.slack.courier.log.map((d) => d.outgoing.payload);

it('S-55 an app_mention is an envelope around what was said, each with an id of its own', async () => {
  const first = await alice().say('incidents', '@tocsin ack');
  await alice().say('incidents', '@tocsin ack', { threadTs: first.message.ts });
  const { teamId, appId, botUserId } = world.app;
  const about = { type: 'app_mention', user: 'U0ALICE', channel: 'C0ROOM', text: `<@${botUserId}> ack` };
  expect(events()).toMatchObject([
    {
      type: 'event_callback',
      team_id: teamId,
      api_app_id: appId,
      event_id: expect.stringMatching(/^Ev/),
      event_time: expect.any(Number),
      authorizations: [{ team_id: teamId, user_id: botUserId, is_bot: true }],
      event: { ...about, ts: first.message.ts, event_ts: first.message.ts },
    },
    { event: { ...about, thread_ts: first.message.ts, parent_user_id: 'U0ALICE' } },
  ]);
  expect(new Set(events().map((e) => e.event_id)).size).toBe(2);
});

it('S-55 nothing is told of other words, of channels without the bot, of direct messages and of its own posts', async () => {
  world.slack.workspace.channels.add({ name: 'other', members: ['U0ALICE'] });
  await alice().say('incidents', 'tocsin, ack');
  await alice().say('other', '@tocsin ack');
  await alice().dm('@tocsin ack');
  await world.web.chat.postMessage({ channel: 'C0ROOM', text: `<@${world.app.botUserId}> ack` });
  expect(events()).toEqual([]);
});

it('S-48 what a person types arrives escaped, with names and addresses as tokens', async () => {
  const typed = '@tocsin CPU > 90 & "a" < b, see https://x.example/?a=1&b=2. @bob in #incidents, @nobody';
  const sent =
    '<@U0TOCSIN> CPU &gt; 90 &amp; "a" &lt; b, see <https://x.example/?a=1&amp;b=2>. <@U0BOB|bob> in <#C0ROOM|incidents>, @nobody';
  const { message } = await alice().say('incidents', typed);
  expect(message.text).toBe(sent);
  expect(events()).toMatchObject([{ event: { text: sent } }]);
  await alice().command('incidents', '/incident', typed);
  expect(events().at(-1)).toMatchObject({ text: sent });
  // What is a token or an entity already stays one.
  await alice().command('incidents', '/incident', '<@U0BOB> &amp; &lt;!here&gt;');
  expect(events().at(-1)).toMatchObject({ text: '<@U0BOB> &amp; &lt;!here&gt;' });
});
