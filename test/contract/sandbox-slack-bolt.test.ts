/** Bolt, over HTTP and over Socket Mode, is brought what people do, and people see what it answers. */
import { type BoltApp, boltApp, type Mode } from './support/bolt-app.ts';
import { plain, type SlackWorld, section, slackWorld } from './support/slack-world.ts';

const button = (text: string, action_id: string, value: string) => ({
  type: 'button' as const,
  text: plain(text),
  action_id,
  value,
});
const select = {
  type: 'static_select' as const,
  action_id: 'severity',
  placeholder: plain('Severity'),
  options: ['P1', 'P2'].map((p) => ({ text: plain(p), value: p.toLowerCase() })),
};
const card = [
  section('*API down*'),
  { type: 'actions' as const, block_id: 'row', elements: [button('Ack', 'ack', 'inc-42'), select] },
];
const form = {
  type: 'modal' as const,
  callback_id: 'declare',
  title: plain('Declare'),
  submit: plain('Declare'),
  private_metadata: 'from-command',
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'title',
      label: plain('Title'),
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
    { type: 'input' as const, block_id: 'sev', label: plain('Severity'), dispatch_action: true, element: select },
  ],
};

describe.each<Mode>(['http', 'socket'])('Bolt over %s', (mode) => {
  let world: SlackWorld;
  let bolt: BoltApp;
  beforeEach(async () => {
    world = await slackWorld();
    bolt = await boltApp(world, mode);
  });
  afterEach(async () => {
    await bolt.stop();
    await world.slack.close();
  });
  const alice = () => world.slack.as('U0ALICE');

  it('S-44 receives a command with who, where and what, and no thread', async () => {
    const got: Record<string, unknown>[] = [];
    bolt.app.command('/incident', async ({ ack, body }) => {
      got.push({ ...body });
      await ack();
    });
    await alice().command('#incidents', '/incident', 'ack');
    expect(got).toMatchObject([
      {
        command: '/incident',
        text: 'ack',
        user_id: 'U0ALICE',
        user_name: 'alice',
        channel_id: world.room.id,
        channel_name: 'incidents',
        team_id: world.app.teamId,
        api_app_id: world.app.appId,
        trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
        response_url: expect.stringMatching(/^http/),
      },
    ]);
    expect(got[0]).not.toHaveProperty('thread_ts');
  });

  it('S-45 shows the answer to a command: text, blocks, to whom, or nothing', async () => {
    bolt.app.command('/incident', async ({ ack, command }) => {
      if (command.text === 'help') await ack('Try declare');
      else if (command.text === 'quiet') await ack();
      else
        await ack({
          response_type: 'in_channel',
          text: 'x',
          blocks: [section(`${command.user_name}: ${command.text}`)],
        });
    });
    expect(await alice().command('#incidents', '/incident', 'help')).toMatchObject({ ok: true, status: 200 });
    await alice().command('#incidents', '/incident', 'quiet');
    await alice().command('#incidents', '/incident', 'page @bob');
    expect(alice().seen('incidents')).toMatchObject([
      { text: 'Try declare', onlyFor: 'U0ALICE' },
      { blocks: [{ text: { text: 'alice: page <@U0BOB|bob>' } }] },
    ]);
    expect(world.slack.as('U0BOB').seen('incidents')).toHaveLength(1);
  });

  it('S-59 responds later through the response URL', async () => {
    bolt.app.command('/incident', async ({ ack, respond }) => {
      await ack('working');
      await respond({ text: 'done', response_type: 'in_channel' });
    });
    await alice().command('incidents', '/incident');
    expect(await world.slack.as('U0BOB').waitFor((m) => m.text === 'done')).toMatchObject({ botId: 'B0TOCSIN' });
  });

  it('S-49 receives clicks and choices on a message, and can replace it', async () => {
    const got: unknown[] = [];
    bolt.app.action('ack', async ({ ack, body, action, respond }) => {
      await ack();
      got.push(action, body);
      await respond({ replace_original: true, text: 'acked' });
    });
    bolt.app.action('severity', async ({ ack, action }) => {
      await ack();
      got.push(action);
    });
    const { ts = '' } = await world.web.chat.postMessage({ channel: world.room.id, text: 'card', blocks: card });
    const message = await alice().waitFor((m) => m.ts === ts);
    expect(await alice().click(message, 'severity', 'P2')).toMatchObject({ ok: true });
    expect(await alice().click(message, 'Ack')).toMatchObject({ ok: true });
    expect(got).toMatchObject([
      { type: 'static_select', selected_option: { value: 'p2' }, block_id: 'row' },
      { type: 'button', action_id: 'ack', value: 'inc-42', block_id: 'row' },
      {
        container: { type: 'message', message_ts: ts, channel_id: world.room.id, is_ephemeral: false },
        message: { ts, blocks: [{ type: 'section' }, { type: 'actions' }] },
        user: { id: 'U0ALICE', username: 'alice' },
        channel: { name: 'incidents' },
        state: { values: {} },
      },
    ]);
    expect(got.at(-1)).toMatchObject({
      trigger_id: expect.any(String),
      response_url: expect.stringMatching(/^http/),
      team: { id: world.app.teamId },
      api_app_id: world.app.appId,
    });
    await alice().waitFor((m) => m.text === 'acked');
    expect(alice().seen('incidents')).toMatchObject([{ ts, text: 'acked', blocks: [] }]);
  });

  it('S-49 receives a click on a whisper, without the whisper', async () => {
    const got: object[] = [];
    bolt.app.action('ack', async ({ ack, body }) => {
      await ack();
      got.push(body);
    });
    const to = { channel: world.room.id, user: 'U0ALICE', text: 'card', blocks: card };
    const { message_ts: ts } = await world.web.chat.postEphemeral(to);
    await alice().click(await alice().waitFor((m) => m.ts === ts), 'Ack');
    expect(got).toMatchObject([{ container: { is_ephemeral: true, message_ts: ts } }]);
    expect(got[0]).not.toHaveProperty('message');
  });

  it('S-50, S-51, S-52 opens a modal, hears of choices in it, sends errors back, then closes it', async () => {
    bolt.app.command('/incident', async ({ ack, client, command }) => {
      await client.views.open({ trigger_id: command.trigger_id, view: form });
      await ack();
    });
    const submitted: unknown[] = [];
    let chosen: unknown;
    bolt.app.action('severity', async ({ ack, body }) => {
      await ack();
      chosen = body;
    });
    bolt.app.view('declare', async ({ ack, view }) => {
      submitted.push(view.state.values);
      const short = String(view.state.values.title?.text?.value).length < 5;
      if (short) await ack({ response_action: 'errors', errors: { title: 'Say more' } });
      else await ack();
    });
    await alice().command('incidents', '/incident');
    const modal = await alice().waitForModal();
    await alice().clickIn(modal, 'severity', 'P1');
    expect(chosen).toMatchObject({
      container: { type: 'view', view_id: modal.id },
      view: { private_metadata: 'from-command' },
    });
    expect(chosen).not.toHaveProperty('response_url');

    await expect(alice().submit(modal, {})).rejects.toThrow('Title: please complete this required field');
    await alice().submit(modal, { Title: 'API' });
    expect(alice().modals()[0]?.errors).toEqual({ title: 'Say more' });
    await alice().submit(modal, { Title: 'API down' });
    expect(alice().modals()).toEqual([]);
    expect(submitted[1]).toMatchObject({
      title: { text: { type: 'plain_text_input', value: 'API down' } },
      sev: { severity: { type: 'static_select', selected_option: { value: 'p1' } } },
    });
  });

  it('S-52 answers a submission by changing, stacking and clearing modals', async () => {
    const bare = { ...form, blocks: [section('sure?')] };
    const asked = ['update', 'push', 'clear'] as const;
    let n = 0;
    bolt.app.view('declare', async ({ ack }) => {
      const action = asked[n++];
      if (action === 'clear') await ack({ response_action: 'clear' });
      else await ack({ response_action: action ?? 'update', view: { ...bare, title: plain(`${action}`) } });
    });
    bolt.app.shortcut('declare-incident', async ({ ack, client, shortcut }) => {
      await client.views.open({ trigger_id: shortcut.trigger_id, view: bare });
      await ack();
    });
    await alice().shortcut('declare-incident');
    const depths = [];
    for (let i = 0; i < 3; i += 1) {
      const top = alice().modals().at(-1);
      if (top) await alice().submit(top);
      depths.push(
        alice()
          .modals()
          .map((v) => (v.content.title as { text: string }).text),
      );
    }
    expect(depths).toEqual([['update'], ['update', 'push'], []]);
  });

  it.each<[string, object | undefined]>([
    ['errors for a field that is not there', { response_action: 'errors', errors: { nothing: 'x' } }],
    ['no errors at all', { response_action: 'errors', errors: {} }],
    ['a view Slack would refuse', { response_action: 'update', view: { ...form, title: plain('x'.repeat(25)) } }],
    ['an action of its own', { response_action: 'celebrate' }],
  ])('S-53 shows that something is wrong after %s, and keeps the form open', async (_what, answer) => {
    bolt.app.command('/incident', async ({ ack, client, command }) => {
      await client.views.open({ trigger_id: command.trigger_id, view: form });
      await ack();
    });
    bolt.app.view('declare', async ({ ack }) => ack(answer as never));
    await alice().command('incidents', '/incident');
    await alice().submit(await alice().waitForModal(), { Title: 'API', severity: 'P1' });
    expect(alice().modals()).toMatchObject([{ trouble: 'We had some trouble connecting. Try again?' }]);
    expect(alice().modals()[0]?.state.title?.text).toMatchObject({ value: 'API' });
  });

  it('S-63, S-64 hears of a closed modal, a message shortcut and an external select', async () => {
    const heard: unknown[] = [];
    const external = { type: 'external_select' as const, action_id: 'deployment', placeholder: plain('Deployment') };
    bolt.app.shortcut('note', async ({ ack, client, shortcut }) => {
      const blocks = [{ type: 'input' as const, block_id: 'd', label: plain('Deployment'), element: external }];
      await client.views.open({ trigger_id: shortcut.trigger_id, view: { ...form, blocks } });
      await ack();
      heard.push(shortcut);
    });
    bolt.app.options('deployment', async ({ ack, payload }) => {
      await ack({ options: [{ text: plain(`${payload.value}-server`), value: 'api-server' }] });
    });
    bolt.app.view({ callback_id: 'declare', type: 'view_closed' }, async ({ ack, body }) => {
      await ack();
      heard.push(body);
    });
    const { message } = await alice().say('incidents', 'seems slow');
    await alice().messageShortcut(message, 'note');
    const modal = await alice().waitForModal();
    const offered = await alice().suggestions(modal, 'deployment', 'api');
    expect(offered).toEqual([{ text: plain('api-server'), value: 'api-server' }]);
    await alice().dismiss(modal);
    expect(heard).toMatchObject([
      { type: 'message_action', message: { text: 'seems slow' } },
      { type: 'view_closed', is_cleared: false },
    ]);
  });

  it('S-55 hears mentions, and messages, reactions, newcomers and the App Home', async () => {
    const heard: string[] = [];
    bolt.app.event('app_mention', async ({ event, say }) => {
      heard.push(`mention ${event.text}`);
      await say({ text: 'on it', thread_ts: event.ts });
    });
    bolt.app.message(async ({ message }) => void heard.push(`message ${message.channel_type}`));
    bolt.app.event('reaction_added', async ({ event }) => void heard.push(`reaction ${event.reaction}`));
    bolt.app.event('member_joined_channel', async ({ event }) => void heard.push(`joined ${event.user}`));
    bolt.app.event('app_home_opened', async ({ event, client }) => {
      heard.push('home');
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('welcome')] } });
    });
    const { message, answers } = await alice().say('incidents', '<@U0TOCSIN> ack');
    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    await alice().waitFor((m) => m.text === 'on it' && m.threadTs === message.ts);
    await alice().dm('hello');
    await alice().react(message, 'pushpin');
    const carol = world.slack.workspace.people.add({ name: 'carol' });
    await world.slack.as(carol.id).join('incidents');
    await alice().openHome();
    await alice().waitForHome();
    expect(heard.sort()).toEqual(
      [
        'home',
        `joined ${carol.id}`,
        'mention <@U0TOCSIN> ack',
        'message channel',
        'message im',
        'reaction pushpin',
      ].sort(),
    );
  });
});
