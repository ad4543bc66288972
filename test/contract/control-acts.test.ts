/** What a person does over the control API arrives at the app as Slack would send it, and is answered in Slack's words. */
import type { App } from '@slack/bolt';
import type { ActAnswer } from '../../src/sandbox/control/acts.ts';
import type { Message, ViewsSection, WorkspaceSection } from '../../src/sandbox/control/wire.ts';
import { type ControlWorld, controlWorld } from './support/control-rig.ts';
import { plain } from './support/slack-world.ts';

const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const input = (id: string, optional = false) => ({
  type: 'input' as const,
  block_id: id,
  optional,
  label: plain(id),
  element: { type: 'plain_text_input' as const, action_id: 'text', max_length: 20 },
});
const buttons = (...ids: string[]) => ({
  type: 'actions' as const,
  block_id: 'row',
  elements: ids.map((id) => ({ type: 'button' as const, action_id: id, text: plain(id), value: id })),
});

/** What the app heard, in order. */
const heard: unknown[] = [];

function listeners(app: App): void {
  app.command('/try', async ({ ack, command, client }) => {
    if (command.text === 'silence') return;
    await ack(command.text === 'modal' ? undefined : `you said ${command.text}`);
    if (command.text !== 'modal') return;
    const service = {
      type: 'external_select' as const,
      action_id: 'service',
      min_query_length: 0,
      placeholder: plain('?'),
    };
    const blocks = [
      input('title'),
      input('note', true),
      buttons('add'),
      { type: 'actions' as const, block_id: 'pick', elements: [service] },
    ];
    const view = { type: 'modal' as const, callback_id: 'form', title: plain('Form'), submit: plain('Go'), blocks };
    await client.views.open({ trigger_id: command.trigger_id, view });
  });
  app.action(/.*/, async ({ ack, body, action }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    heard.push({ action, state: body.view?.state.values ?? body.state?.values });
  });
  app.options('service', async ({ ack, payload, body }) => {
    if (payload.value === 'silence') return;
    if (payload.value !== 'of') return ack({ options: [option(`${payload.value}1`)] });
    const title = (body as { view?: { state?: { values?: Record<string, Record<string, { value?: string }>> } } }).view
      ?.state?.values?.title?.text?.value;
    await ack({ option_groups: [{ label: plain(`Of ${title}`), options: [option('there')] }] });
  });
  app.view('form', async ({ ack, view }) => {
    heard.push(view.state.values);
    const bad = view.state.values.title?.text?.value === 'bad';
    await ack(bad ? { response_action: 'errors', errors: { title: 'not this one' } } : undefined);
  });
  app.event('reaction_added', async ({ event }) => void heard.push(event.reaction));
}

const alice = 'U0ALICE';
let w: ControlWorld;
beforeEach(async () => {
  heard.length = 0;
  w = await controlWorld({ listeners });
});
afterEach(() => w.close());

const act = (what: object) => w.post<ActAnswer>('/api/act', { as: alice, ...what });
const refused = (what: object) => w.refused('/api/act', { as: alice, ...what });
const type = (text: string) => act({ do: 'command', channel: 'incidents', command: '/try', text });
const messages = async () =>
  (await w.get<{ messages: Message[] }>(`/api/messages?as=${alice}&channel=incidents`)).messages;
const modals = async () => (await w.get<ViewsSection>(`/api/views?as=${alice}`)).modals;
const post = async (...blocks: object[]) => {
  const { room, web } = w.rig().world;
  const { ts } = await web.chat.postMessage({ channel: room.id, text: 'choose', blocks: blocks as never });
  return { in: 'message', channel: room.id, ts: ts! };
};

test('a command arrives, and what the app answers is for this person', async () => {
  expect(await type('hello')).toMatchObject({ ok: true, ms: expect.any(Number) });
  expect(await messages()).toEqual([expect.objectContaining({ text: 'you said hello', onlyFor: alice })]);
});

test('an app that says nothing within its time is told of as Slack does', async () => {
  const trouble = '/try failed with the error "operation_timeout"';
  expect(await type('silence')).toMatchObject({ ok: false, trouble });
  expect(await messages()).toEqual([expect.objectContaining({ text: trouble, onlyFor: alice })]);
  const unknown = await act({ do: 'command', channel: 'incidents', command: '/nope', text: '' });
  expect(unknown).toEqual({ ok: false, trouble: '/nope is not a valid command. Here there are /try.' });
});

test('a button is found by block and action, as the message stands now', async () => {
  const on = await post(buttons('yes', 'no'));
  expect(await act({ do: 'click', on, block: 'row', action: 'no' })).toMatchObject({ ok: true });
  expect(heard).toEqual([{ action: expect.objectContaining({ action_id: 'no', value: 'no' }), state: {} }]);
  const { room, web } = w.rig().world;
  await web.chat.update({ channel: room.id, ts: on.ts, text: 'choose', blocks: [buttons('yes')] });
  const late = await refused({ do: 'click', on, block: 'row', action: 'no' });
  expect(late).toMatchObject({ status: 422, where: 'row', message: expect.stringContaining('(any more)') });
  // A card that was edited has other blocks; the button is the same.
  expect(await act({ do: 'click', on, block: 'before', action: 'yes' })).toMatchObject({ ok: true });
  await web.chat.delete({ channel: room.id, ts: on.ts });
  expect(await refused({ do: 'click', on, block: 'row', action: 'yes' })).toMatchObject({ status: 404, where: 'ts' });
});

test('selects, menus, boxes and pickers take what a person chooses', async () => {
  const options = [option('a'), option('b')];
  const on = await post({
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'static_select', action_id: 'one', placeholder: plain('?'), options },
      { type: 'checkboxes', action_id: 'some', options },
      { type: 'overflow', action_id: 'more', options },
      { type: 'datepicker', action_id: 'day' },
      { type: 'users_select', action_id: 'who' },
    ],
  });
  const choose = (action: string, choice: unknown) => act({ do: 'click', on, block: 'row', action, choice });
  for (const [action, choice] of [
    ['one', 'b'],
    ['some', ['a', 'b']],
    ['more', 'a'],
    ['day', '2026-03-02'],
    ['who', 'U0BOB'],
    ['some', []],
  ])
    await choose(String(action), choice);
  expect(heard.map((h) => (h as { action: object }).action)).toEqual([
    expect.objectContaining({ action_id: 'one', selected_option: option('b') }),
    expect.objectContaining({ action_id: 'some', selected_options: options }),
    expect.objectContaining({ action_id: 'more', selected_option: option('a') }),
    expect.objectContaining({ action_id: 'day', selected_date: '2026-03-02' }),
    expect.objectContaining({ action_id: 'who', selected_user: 'U0BOB' }),
    expect.objectContaining({ action_id: 'some', selected_options: [] }),
  ]);
  expect(await refused({ do: 'click', on, block: 'row', action: 'one', choice: 'z' })).toMatchObject({
    status: 422,
    message: expect.stringContaining('No option "z": there are "A", "B"'),
  });
});

test('what is typed in a modal goes along with a button in it', async () => {
  await type('modal');
  const [view] = await modals();
  const on = { in: 'view', view: view!.id };
  await act({ do: 'click', on, block: 'row', action: 'add', values: { title: { text: 'half done' } } });
  expect(heard).toEqual([
    {
      action: expect.objectContaining({ action_id: 'add' }),
      state: expect.objectContaining({ title: expect.anything() }),
    },
  ]);
  expect(JSON.stringify(heard)).toContain('"value":"half done"');
  const { options } = await act({ do: 'suggest', on, block: 'pick', action: 'service', typed: 'api' });
  expect(options).toEqual([expect.objectContaining({ value: 'api1' })]);
  await act({ do: 'click', on, block: 'pick', action: 'service', choice: 'api1' });
  expect(heard.at(-1)).toMatchObject({ action: { selected_option: { value: 'api1' } } });
});

test('what is typed elsewhere in the form goes along when options are asked for, and their heading comes back', async () => {
  await type('modal');
  const [view] = await modals();
  const ask = (typed: string) =>
    act({
      ...{ do: 'suggest', on: { in: 'view', view: view!.id }, block: 'pick', action: 'service', typed },
      values: { title: { text: 'staging' } },
    });
  expect(await ask('of')).toMatchObject({ ok: true, heading: 'Of staging', options: [{ value: 'there' }] });
  const silent = await ask('silence');
  expect(silent).toMatchObject({ ok: false, trouble: expect.stringMatching(/3 seconds/) });
  expect(silent.options).toBeUndefined();
});

test('a form with gaps is not sent and says so at its fields; the app’s own errors show there too', async () => {
  await type('modal');
  const [view] = await modals();
  const submit = (values: object) => act({ do: 'submit', view: view!.id, values });
  expect(await submit({ note: { text: 'much too long for twenty' } })).toMatchObject({ ok: false });
  expect((await modals())[0]!.errors).toEqual({
    title: 'Please complete this required field.',
    note: 'At most 20 characters.',
  });
  expect(heard).toEqual([]);
  await submit({ title: { text: 'bad' }, note: { text: null } });
  expect((await modals())[0]!.errors).toEqual({ title: 'not this one' });
  expect(await submit({ title: { text: 'good' } })).toMatchObject({ ok: true });
  expect(await modals()).toEqual([]);
  expect(heard.at(-1)).toMatchObject({ title: { text: { value: 'good' } }, note: { text: { value: null } } });
  expect(await refused({ do: 'submit', view: view!.id, values: {} })).toMatchObject({ status: 404, where: 'view' });
});

test('a modal is closed, by the one who has it open', async () => {
  await type('modal');
  const [view] = await modals();
  const foreign = await w.refused('/api/act', { as: 'U0BOB', do: 'dismiss', view: view!.id });
  expect(foreign).toMatchObject({ status: 404, where: 'view' });
  await act({ do: 'dismiss', view: view!.id });
  expect(await modals()).toEqual([]);
});

test('one reacts, takes it back, answers in a thread', async () => {
  await act({ do: 'say', channel: '#incidents', text: 'root' });
  const { ts } = (await messages())[0]!;
  await act({ do: 'react', channel: 'incidents', ts, name: 'eyes', on: true });
  expect((await messages())[0]!.reactions).toEqual([{ name: 'eyes', users: [alice] }]);
  expect(heard).toContain('eyes');
  await act({ do: 'react', channel: 'incidents', ts, name: 'eyes', on: false });
  await act({ do: 'say', channel: 'incidents', text: 'answer', thread: ts });
  expect(await messages()).toEqual([
    expect.objectContaining({ reactions: [] }),
    expect.objectContaining({ text: 'answer', threadTs: ts }),
  ]);
});

test('where one may not write, nothing is written', async () => {
  const { channels } = w.rig().slack.workspace;
  channels.add({ name: 'elsewhere', members: ['U0BOB'] });
  const away = await refused({ do: 'say', channel: 'elsewhere', text: 'hi' });
  expect(away).toEqual({
    status: 422,
    message: 'alice is not in #elsewhere: join first',
  });
  channels.find('incidents')!.archived = true;
  expect(await refused({ do: 'say', channel: 'incidents', text: 'hi' })).toMatchObject({
    status: 409,
    where: 'channel',
  });
  const { botUser } = await w.get<WorkspaceSection>('/api/workspace');
  expect(await w.refused('/api/act', { as: botUser, do: 'join', channel: 'elsewhere' })).toMatchObject({ status: 422 });
  expect(await w.refused('/api/act', { as: 'U0X', do: 'join', channel: 'elsewhere' })).toMatchObject({
    status: 404,
    message: expect.stringContaining('You can be U0ALICE, U0BOB'),
  });
});
