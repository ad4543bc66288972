/** The form of a runbook's inputs: each as its type allows, with what was typed before, or its default. */
import type { Runbook, RunbookInput } from '../domain/runbook/model.ts';
import { say } from '../lib/text.ts';
import { ACTIONS } from './actions.ts';
import { type Block, lines } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { lookedUpField, type ModalView, modal, selectField, textField, typedIn, type Values } from './modal.ts';

export interface RunForm {
  readonly incident: number;
  readonly channel?: string;
  /** Name of the input → what was typed for it. */
  readonly given: Readonly<Record<string, string>>;
}

function hint({ description, min, max, pattern }: RunbookInput): string {
  const bounds = [
    ...(min === undefined ? [] : [`${min} or more`]),
    ...(max === undefined ? [] : [`${max} or less`]),
    ...(pattern === undefined ? [] : [`like ${pattern}`]),
  ];
  return [...(description === undefined ? [] : [description]), ...(bounds.length > 0 ? [bounds.join(', ')] : [])].join(
    ' · ',
  );
}

function field(input: RunbookInput, given: string | undefined): Block[] {
  const { name, type, default: usual } = input;
  const initial = given ?? (usual === undefined ? undefined : String(usual));
  const says = hint(input);
  const base = {
    id: name,
    label: name,
    ...(says ? { hint: says } : {}),
    ...(initial === undefined ? {} : { initial }),
  };
  const choices = type === 'boolean' ? ['true', 'false'] : input.choices?.map(String);
  if (choices) return selectField({ ...base, options: choices.map((c) => ({ label: c, value: c })) });
  // An option's value is shorter than a text may be.
  if (input.choose && (initial ?? '').length <= LIMITS.optionValue)
    return [lookedUpField({ ...base, action: ACTIONS.name })];
  return [textField({ ...base, max: type === 'integer' ? 16 : 500 })];
}

export function runModal(runbook: Runbook, { incident, channel, given }: RunForm): ModalView {
  return modal('run', {
    title: 'Start a runbook',
    submit: 'Start',
    meta: { incident, runbook: runbook.id, ...(channel ? { channel } : {}) },
    blocks: [
      ...lines([say`${runbook.name} for INC-${incident}. It looks first, and asks before it changes anything.`], 300),
      ...runbook.inputs.slice(0, LIMITS.blocks - 1).flatMap((i) => field(i, given[i.name])),
    ],
  });
}

export function readRunForm(values: Values, runbook: Runbook): Readonly<Record<string, string>> {
  return Object.fromEntries(
    runbook.inputs.flatMap((i) => {
      const text = typedIn(values, i.name);
      return text === undefined ? [] : [[i.name, text]];
    }),
  );
}

/** What nobody gave and the runbook does not know by itself. */
export const missingInputs = (runbook: Runbook, given: Readonly<Record<string, string>>): readonly RunbookInput[] =>
  runbook.inputs.filter((i) => i.default === undefined && given[i.name] === undefined);
