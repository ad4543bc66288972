/** Filling in a modal: values by action_id, block_id or label, and what Slack's own window insists on before it sends. */
import { type Choice, type Control, choose, controlsOf, isEmpty, typedProblem } from '../blocks/form.ts';
import { Cannot } from '../cannot.ts';
import { type Json, string } from '../json.ts';
import type { FormState, View } from '../model/types.ts';
import { findControl } from './act.ts';

/** By action_id, block_id or label; or block by block, as Slack itself keeps them. */
export type Values = Readonly<Record<string, Choice | Readonly<Record<string, Choice>>>>;

export function fill(view: View, values: Values, offered: readonly Json[] = []): FormState {
  let state = view.state;
  const controls = controlsOf(view.blocks);
  for (const [name, given] of Object.entries(values)) {
    if (isChoice(given)) {
      const control = controls.find((c) => [c.element.action_id, c.blockId, c.label].includes(name));
      if (!control)
        throw new Cannot(`No field "${name}": there are ${controls.map((c) => nameOf(c)).join(', ')}`, name);
      state = hold(state, control, choose(control.element, given, offered));
      continue;
    }
    for (const [action, choice] of Object.entries(given)) {
      const control = findControl(view.blocks, { block: name, action });
      state = hold(state, control, choose(control.element, choice, offered));
    }
  }
  return state;
}

function isChoice(given: Choice | Readonly<Record<string, Choice>>): given is Choice {
  return given === null || typeof given === 'string' || Array.isArray(given);
}

export function hold(state: FormState, { blockId, element }: Control, value: Json): FormState {
  return { ...state, [blockId]: { ...state[blockId], [string(element.action_id) ?? '']: value } };
}

/** What keeps Slack's own window from sending a form. */
export interface Obstacle {
  readonly block: string;
  /** The field's label. */
  readonly field: string;
  readonly text: string;
}

export function obstacles(view: View, state: FormState): readonly Obstacle[] {
  return controlsOf(view.blocks).flatMap((control) => {
    const held = state[control.blockId]?.[string(control.element.action_id) ?? ''];
    const text =
      control.required && isEmpty(held) ? 'please complete this required field' : typedProblem(control.element, held);
    return text ? [{ block: control.blockId, field: nameOf(control), text }] : [];
  });
}

function nameOf(c: Control): string {
  return c.label || string(c.element.action_id) || c.blockId;
}
