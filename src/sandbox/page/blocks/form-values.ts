/** What a person put into a form: kept apart from what the view starts with, and carried over when the app changes the view. */
import type { Choice } from '../../control/acts.ts';
import type { Json, View } from '../../control/wire.ts';
import { type Control, controlsOf, isEmpty, optionsOf, typedProblem } from '../../slack/blocks/form.ts';
import { isRecord, record, records, string } from '../../slack/json.ts';

/** block id → action id → what the control holds, in Slack's own words. */
export type FormState = View['state'];

/** The values of one view that were touched, and the version of the view they were given to. */
export interface Touched {
  readonly hash: string;
  readonly state: FormState;
}

type Form = Pick<View, 'hash' | 'blocks' | 'state'>;

const actionId = (element: Json): string => string(element.action_id) ?? '';
export const heldIn = (state: FormState, block: string, element: Json): Json | undefined =>
  state[block]?.[actionId(element)];

export const withHeld = (state: FormState, block: string, element: Json, held: Json): FormState => ({
  ...state,
  [block]: { ...state[block], [actionId(element)]: held },
});

/** After an update of the view: what was put into controls that are still there stays, as in Slack. */
export function carried(touched: Touched | undefined, form: Form): Touched {
  if (!touched) return { hash: form.hash, state: {} };
  if (touched.hash === form.hash) return touched;
  let state: FormState = {};
  for (const { blockId, element } of controlsOf(form.blocks)) {
    const held = heldIn(touched.state, blockId, element);
    if (held && held.type === element.type && stillOffered(element, held))
      state = withHeld(state, blockId, element, held);
  }
  return { hash: form.hash, state };
}

/** Everything the form holds: what the view starts with, under what was touched. */
export function merged(form: Pick<View, 'state'>, touched: FormState): FormState {
  const out: Record<string, FormState[string]> = { ...form.state };
  for (const [block, actions] of Object.entries(touched)) out[block] = { ...out[block], ...actions };
  return out;
}

/** What keeps Slack's own window from sending the form, by block. */
export function obstacles(blocks: View['blocks'], state: FormState): Record<string, string> {
  const found: Record<string, string> = {};
  for (const control of controlsOf(blocks)) {
    const problem = obstacle(control, heldIn(state, control.blockId, control.element));
    if (problem) found[control.blockId] = problem;
  }
  return found;
}

function obstacle(control: Control, held: Json | undefined): string | undefined {
  if (isEmpty(held)) return control.required ? 'Please complete this required field.' : undefined;
  const wrong = typedProblem(control.element, held);
  if (wrong) return `This has to be ${wrong}.`;
  const text = string(held?.value) ?? '';
  if (control.element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
    return 'This is not an email address.';
  return control.element.type === 'url_text_input' && !/^https?:\/\/\S+$/.test(text)
    ? 'This has to be an address that begins with https:// or http://.'
    : undefined;
}

/** The touched values, each as a person would give it: what `submit` takes. */
export const asChoices = (state: FormState): Record<string, Record<string, Choice>> =>
  Object.fromEntries(
    Object.entries(state).map(([block, actions]) => [
      block,
      Object.fromEntries(Object.entries(actions).map(([action, held]) => [action, choiceIn(held)])),
    ]),
  );

/** What a control holds, without Slack's wrapping: an option's value, text, a date; null when it is empty. */
export function choiceIn(held: Json | undefined): Choice {
  const value = Object.entries(held ?? {}).find(([key]) => key !== 'type')?.[1];
  if (Array.isArray(value)) return value.flatMap((v) => single(v) ?? []);
  return single(value);
}

function single(v: unknown): string | null {
  if (isRecord(v)) return string(v.value) ?? null;
  if (typeof v === 'number') return String(v);
  return typeof v === 'string' && v !== '' ? v : null;
}

/** Options that are not listed in the view (users, external ones) cannot be judged here: they stay. */
function stillOffered(element: Json, held: Json): boolean {
  const offered = new Set(optionsOf(element).map((o) => o.value));
  const chosen = [...records(held.selected_options), ...records([held.selected_option])].map((o) => record(o).value);
  return offered.size === 0 || chosen.every((value) => offered.has(value));
}
