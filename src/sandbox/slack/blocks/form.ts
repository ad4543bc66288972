/** The controls of a message or view, what they hold at first, and what they hold after a person chose. */
import { Cannot } from '../cannot.ts';
import { type Json, record, records, string, strings, textOf } from '../json.ts';
import type { Block, FormState } from '../model/types.ts';

/** What a person picks or types: an option by its text or value, a date, some ids, some text; null empties the control. */
export type Choice = string | readonly string[] | null;

export interface Control {
  readonly blockId: string;
  readonly element: Json;
  /** The label of the input block, when it is in one. */
  readonly label: string;
  /** True when a modal cannot be submitted without it. */
  readonly required: boolean;
}

/** Which field holds the value, and which one it starts from, by control type. */
const fields: Record<string, { readonly value: string; readonly initial: string; readonly many?: true }> = {
  plain_text_input: { value: 'value', initial: 'initial_value' },
  number_input: { value: 'value', initial: 'initial_value' },
  email_text_input: { value: 'value', initial: 'initial_value' },
  url_text_input: { value: 'value', initial: 'initial_value' },
  static_select: { value: 'selected_option', initial: 'initial_option' },
  external_select: { value: 'selected_option', initial: 'initial_option' },
  radio_buttons: { value: 'selected_option', initial: 'initial_option' },
  checkboxes: { value: 'selected_options', initial: 'initial_options', many: true },
  multi_static_select: { value: 'selected_options', initial: 'initial_options', many: true },
  multi_external_select: { value: 'selected_options', initial: 'initial_options', many: true },
  users_select: { value: 'selected_user', initial: 'initial_user' },
  multi_users_select: { value: 'selected_users', initial: 'initial_users', many: true },
  conversations_select: { value: 'selected_conversation', initial: 'initial_conversation' },
  multi_conversations_select: { value: 'selected_conversations', initial: 'initial_conversations', many: true },
  channels_select: { value: 'selected_channel', initial: 'initial_channel' },
  multi_channels_select: { value: 'selected_channels', initial: 'initial_channels', many: true },
  datepicker: { value: 'selected_date', initial: 'initial_date' },
  timepicker: { value: 'selected_time', initial: 'initial_time' },
  datetimepicker: { value: 'selected_date_time', initial: 'initial_date_time' },
  rich_text_input: { value: 'rich_text_value', initial: 'initial_value' },
};

/** Every interactive element, buttons included, in reading order. */
export function controlsOf(blocks: readonly Block[]): Control[] {
  return blocks.flatMap((block): Control[] => {
    const blockId = string(block.block_id) ?? '';
    const plain = { blockId, label: '', required: false };
    switch (block.type) {
      case 'actions':
        return records(block.elements).map((element) => ({ ...plain, element }));
      case 'section':
        return record(block.accessory).action_id ? [{ ...plain, element: record(block.accessory) }] : [];
      case 'input':
        return [
          { blockId, element: record(block.element), label: textOf(block.label), required: block.optional !== true },
        ];
      default:
        return [];
    }
  });
}

/** All options of a select, also those in groups. */
export function optionsOf(element: Json): Json[] {
  return [...records(element.options), ...records(element.option_groups).flatMap((g) => records(g.options))];
}

export function initialState(blocks: readonly Block[]): FormState {
  const state: Record<string, Record<string, Json>> = {};
  for (const { blockId, element } of controlsOf(blocks)) {
    const type = string(element.type) ?? '';
    const field = fields[type];
    if (!field) continue;
    const value = element[field.initial] ?? (field.many ? [] : null);
    state[blockId] = { ...state[blockId], [string(element.action_id) ?? '']: { type, [field.value]: value } };
  }
  return state;
}

export function isEmpty(held: Json | undefined): boolean {
  const field = fields[string(held?.type) ?? ''];
  const value = field ? held?.[field.value] : undefined;
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** What the control holds once the person chose. `offered` are the options an external select answered with. */
export function choose(element: Json, choice: Choice, offered: readonly Json[] = []): Json {
  const type = string(element.type) ?? '';
  const wanted = typeof choice === 'string' ? [choice] : (choice ?? []);
  const field = fields[type];
  if (field && choice === null) return { type, [field.value]: field.many ? [] : null };
  if (type === 'overflow') return { type, selected_option: pick(element, wanted[0] ?? '', offered) };
  if (!field) throw new Cannot(`Nothing can be chosen in a ${type}`);
  if (field.value.startsWith('selected_option')) {
    const options = wanted.map((w) => pick(element, w, offered));
    return { type, [field.value]: field.many ? options : (options[0] ?? null) };
  }
  if (field.many) return { type, [field.value]: wanted };
  if (type === 'datetimepicker') return { type, [field.value]: Number(wanted[0]) };
  return { type, [field.value]: wanted[0] ?? null };
}

/** Why Slack's own window would refuse this text, if it would. */
export function typedProblem(element: Json, held: Json | undefined): string | undefined {
  const value = string(held?.value);
  if (value === undefined || value === '') return undefined;
  const { max_length: max, min_length: min } = element;
  if (typeof max === 'number' && value.length > max) return `at most ${max} characters`;
  if (typeof min === 'number' && value.length < min) return `at least ${min} characters`;
  if (element.type === 'number_input') {
    const n = Number(value);
    if (!Number.isFinite(n) || (element.is_decimal_allowed !== true && !Number.isInteger(n))) return 'a number';
    if (string(element.min_value) !== undefined && n < Number(element.min_value))
      return `at least ${element.min_value}`;
    if (string(element.max_value) !== undefined && n > Number(element.max_value)) return `at most ${element.max_value}`;
  }
  return undefined;
}

/** The values a person sees in a control, as text. */
export function shownIn(held: Json | undefined): string[] {
  const field = fields[string(held?.type) ?? ''];
  const value = field ? held?.[field.value] : undefined;
  const options = [...records(value), ...records([value])].map((o) => textOf(o.text));
  if (options.length > 0) return options;
  if (typeof value === 'string' && value !== '') return [value];
  return typeof value === 'number' ? [String(value)] : strings(value);
}

function pick(element: Json, wanted: string, offered: readonly Json[]): Json {
  const begun = [...records(element.initial_options), ...records([element.initial_option])];
  const options = [...optionsOf(element), ...offered, ...begun];
  const found = options.find((o) => o.value === wanted) ?? options.find((o) => textOf(o.text) === wanted);
  if (found) return found;
  throw new Cannot(`No option "${wanted}": there are ${options.map((o) => `"${textOf(o.text)}"`).join(', ')}`);
}
