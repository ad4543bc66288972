/** Forms on the sandbox page: what was typed survives, what cannot be sent is named, and what is sent is what was chosen. */
import {
  asChoices,
  carried,
  choiceIn,
  merged,
  obstacles,
  withHeld,
} from '../../src/sandbox/page/blocks/form-values.ts';
import { localInput, localSeconds } from '../../src/sandbox/page/blocks/local-time.ts';
import { choose, controlsOf, initialState } from '../../src/sandbox/slack/blocks/form.ts';
import type { Json } from '../../src/sandbox/slack/json.ts';
import { forms } from '../support/all-views.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const input = (id: string, element: Json, more: Json = {}): Json => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { action_id: id, ...element },
  ...more,
});
const text = { type: 'plain_text_input' };
const select = (...values: string[]) => ({ type: 'static_select', options: values.map(option) });
const typed = (value: string) => ({ type: 'plain_text_input', value });
const chose = (value: string) => ({ type: 'static_select', selected_option: option(value) });

const form = (hash: string, blocks: Json[]) => ({ hash, blocks, state: initialState(blocks) });

it('keeps what was typed when the app changes the view around it', () => {
  const first = form('1', [input('title', text), input('severity', select('p1', 'p2')), input('gone', text)]);
  let state = withHeld({}, 'title', { action_id: 'title' }, typed('API down'));
  state = withHeld(state, 'severity', { action_id: 'severity' }, chose('p2'));
  state = withHeld(state, 'gone', { action_id: 'gone' }, typed('x'));
  expect(carried({ hash: '1', state }, first).state).toBe(state);

  const second = form('2', [input('more', text), input('title', text), input('severity', select('p1', 'p2'))]);
  const after = carried({ hash: '1', state }, second);
  expect(after.hash).toBe('2');
  expect(asChoices(after.state)).toEqual({ title: { title: 'API down' }, severity: { severity: 'p2' } });
});

it('drops what no longer fits: another kind of field, an option that is not offered any more', () => {
  let state = withHeld({}, 'title', { action_id: 'title' }, typed('x'));
  state = withHeld(state, 'severity', { action_id: 'severity' }, chose('p2'));
  const second = form('2', [input('title', select('a')), input('severity', select('p1'))]);
  expect(carried({ hash: '1', state }, second).state).toEqual({});
});

it('shows what was typed over what the view begins with', () => {
  const view = form('1', [
    input('a', { ...text, initial_value: 'begun' }),
    input('b', { ...text, initial_value: 'kept' }),
  ]);
  const all = merged(view, withHeld({}, 'a', { action_id: 'a' }, typed('mine')));
  expect([choiceIn(all.a?.a), choiceIn(all.b?.b)]).toEqual(['mine', 'kept']);
});

it('names what keeps a form from being sent, field by field', () => {
  const blocks = [
    input('title', text),
    input('note', text, { optional: true }),
    input('short', { ...text, max_length: 3 }),
    input('count', { type: 'number_input', is_decimal_allowed: false }),
    input('mail', { type: 'email_text_input' }),
    input('page', { type: 'url_text_input' }),
    input('who', { type: 'multi_users_select' }),
  ];
  let state = withHeld({}, 'short', { action_id: 'short' }, typed('four'));
  state = withHeld(state, 'count', { action_id: 'count' }, { type: 'number_input', value: 'many' });
  state = withHeld(state, 'mail', { action_id: 'mail' }, { type: 'email_text_input', value: 'nobody' });
  state = withHeld(state, 'page', { action_id: 'page' }, { type: 'url_text_input', value: 'example.org' });
  expect(obstacles(blocks, merged({ state: initialState(blocks) }, state))).toEqual({
    title: 'Please complete this required field.',
    short: 'This has to be at most 3 characters.',
    count: 'This has to be a number.',
    mail: 'This is not an email address.',
    page: 'This has to be an address that begins with https:// or http://.',
    who: 'Please complete this required field.',
  });
});

it.each([
  [{ type: 'plain_text_input', value: null }, null],
  [{ type: 'plain_text_input', value: '' }, null],
  [chose('p1'), 'p1'],
  [{ type: 'static_select', selected_option: null }, null],
  [{ type: 'checkboxes', selected_options: [option('a'), option('b')] }, ['a', 'b']],
  [{ type: 'multi_users_select', selected_users: ['U1', 'U2'] }, ['U1', 'U2']],
  [{ type: 'datetimepicker', selected_date_time: 1_700_000_000 }, '1700000000'],
])('gives %j as a person would', (held, choice) => {
  expect(choiceIn(held)).toEqual(choice);
});

it('sends for every field of our own forms exactly what was put into it', () => {
  for (const view of Object.values(forms('API down'))) {
    const blocks = view.blocks as unknown as Json[];
    let state = initialState(blocks);
    for (const { blockId, element } of controlsOf(blocks)) {
      const options = element.options as { value: string }[] | undefined;
      state = withHeld(state, blockId, element, choose(element, options?.at(-1)?.value ?? 'typed by hand'));
    }
    for (const { blockId, element } of controlsOf(blocks)) {
      const given = asChoices(state)[blockId]?.[String(element.action_id)] ?? null;
      expect(choose(element, given)).toEqual(state[blockId]?.[String(element.action_id)]);
    }
    expect(obstacles(blocks, state)).toEqual({});
  }
});

it('writes a point in time as the browser’s field holds it, and reads it back', () => {
  const seconds = Math.floor(new Date(2026, 10, 21, 3, 5).getTime() / 1000);
  expect(localInput(seconds)).toBe('2026-11-21T03:05');
  expect(localSeconds('2026-11-21T03:05')).toBe(seconds);
  expect(localSeconds('2026-11')).toBeUndefined();
  expect(localInput(Number.NaN)).toBe('');
});
