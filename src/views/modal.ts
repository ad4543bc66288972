/** Forms: their frame, their fields, and reading what was typed into them. */

import { type Action, MODALS, type Modal } from './actions.ts';
import { type Block, type Option, option, plainText } from './blocks.ts';
import { clean } from './clean.ts';
import { cut, LIMITS } from './limits.ts';

export interface ModalView {
  readonly type: 'modal';
  readonly callback_id: string;
  readonly title: object;
  readonly submit?: object;
  readonly close: object;
  /** JSON of `ModalMeta`: where the answer goes. Ids only. */
  readonly private_metadata: string;
  readonly blocks: readonly Block[];
}

export interface ModalMeta {
  readonly incident?: number;
  readonly channel?: string;
  /** Id of the runbook that is to be started. */
  readonly runbook?: string;
  /** What a run asks: the step, and the place of the answer or of the item that was chosen. */
  readonly run?: number;
  readonly step?: string;
  readonly answer?: number;
  readonly item?: number;
  /** The approval somebody acts without, and where its card stands. */
  readonly approval?: string;
  readonly ts?: string;
}

const NUMBERS = ['incident', 'run', 'answer', 'item'] as const;
const TEXTS = ['channel', 'step', 'approval', 'ts', 'runbook'] as const;

export function readMeta(text: string | undefined): ModalMeta {
  try {
    const m: unknown = JSON.parse(text ?? '{}');
    if (typeof m !== 'object' || m === null) return {};
    const read = m as Record<string, unknown>;
    return Object.fromEntries([
      ...NUMBERS.filter((key) => Number.isSafeInteger(read[key])).map((key) => [key, read[key]]),
      ...TEXTS.filter((key) => typeof read[key] === 'string').map((key) => [key, read[key]]),
    ]);
  } catch {
    return {};
  }
}

export function modal(
  name: Modal,
  o: { title: string; submit: string; meta: ModalMeta; blocks: readonly Block[] },
): ModalView {
  return {
    type: 'modal',
    callback_id: MODALS[name],
    title: plainText(o.title, LIMITS.modalTitle),
    submit: plainText(o.submit, LIMITS.modalButton),
    close: plainText('Cancel', LIMITS.modalButton),
    private_metadata: JSON.stringify(o.meta),
    blocks: o.blocks,
  };
}

/** Something to read, with nothing to send. */
export function modalPage(name: Modal, title: string, blocks: readonly Block[]): ModalView {
  return {
    type: 'modal',
    callback_id: MODALS[name],
    title: plainText(title, LIMITS.modalTitle),
    close: plainText('Close', LIMITS.modalButton),
    private_metadata: '{}',
    blocks,
  };
}

/** A form that has been sent: what came of it. */
export function modalAnswer(title: string, blocks: readonly object[]): object {
  return {
    type: 'modal',
    title: plainText(title, LIMITS.modalTitle),
    close: plainText('Close', LIMITS.modalButton),
    blocks,
  };
}

interface Field {
  /** block_id and action_id: how the value and its error are found again. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
}

const input = (f: Field, element: object): Block => ({
  type: 'input',
  block_id: f.id,
  label: plainText(f.label, LIMITS.label),
  ...(f.hint ? { hint: plainText(f.hint, LIMITS.label) } : {}),
  optional: f.optional ?? false,
  element,
});

export function textField(
  f: Field & {
    readonly initial?: string;
    readonly max: number;
    readonly multiline?: boolean;
    readonly placeholder?: string;
  },
): Block {
  const initial = f.initial === undefined ? '' : cut(clean(f.initial), f.max);
  return input(f, {
    type: 'plain_text_input',
    action_id: f.id,
    max_length: f.max,
    multiline: f.multiline ?? false,
    ...(initial === '' ? {} : { initial_value: initial }),
    ...(f.placeholder ? { placeholder: plainText(f.placeholder, LIMITS.placeholder) } : {}),
  });
}

export function selectField(f: Field & { readonly options: readonly Option[]; readonly initial?: string }): Block[] {
  const usable = f.options.filter((o) => o.value.length <= LIMITS.optionValue).slice(0, LIMITS.options);
  if (usable.length === 0) return [];
  const initial = usable.find((o) => o.value === f.initial);
  return [
    input(f, {
      type: 'static_select',
      action_id: f.id,
      options: usable.map(option),
      ...(initial ? { initial_option: option(initial) } : {}),
    }),
  ];
}

/** A select whose options are asked for when somebody opens it or types. What it begins with must fit into an option. */
export function lookedUpField(f: Field & { readonly action: Action; readonly initial?: string }): Block {
  const initial = f.initial ? option({ label: f.initial, value: f.initial }) : undefined;
  return input(f, {
    type: 'external_select',
    action_id: f.action,
    min_query_length: 0,
    placeholder: plainText('Choose, or type', LIMITS.placeholder),
    ...(initial ? { initial_option: initial } : {}),
  });
}

/** `view.state.values` as Slack sends it. */
export type Values = Readonly<
  Record<
    string,
    Readonly<Record<string, { value?: string | null; selected_option?: { value: string } | null }>> | undefined
  >
>;

/** What was typed or chosen; undefined when left empty. */
export function typedIn(values: Values, id: string): string | undefined {
  const v = Object.values(values[id] ?? {})[0];
  const text = (v?.selected_option?.value ?? v?.value ?? '').trim();
  return text === '' ? undefined : text;
}
