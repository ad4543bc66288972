/** Filling in a modal: values by action_id, block_id or label, and what Slack's own window insists on before it sends. */
import { type Choice, type Control, choose, controlsOf, isEmpty, typedProblem } from '../blocks/form.ts';
import { type Json, string } from '../json.ts';
import type { FormState, View } from '../model/types.ts';

export type Values = Readonly<Record<string, Choice>>;

export function fill(view: View, values: Values, offered: readonly Json[] = []): FormState {
  let state = view.state;
  const controls = controlsOf(view.blocks);
  for (const [name, choice] of Object.entries(values)) {
    const control = controls.find((c) => [c.element.action_id, c.blockId, c.label].includes(name));
    if (!control) throw new Error(`No field "${name}": there are ${controls.map((c) => nameOf(c)).join(', ')}`);
    state = hold(state, control, choose(control.element, choice, offered));
  }
  return state;
}

export function hold(state: FormState, { blockId, element }: Control, value: Json): FormState {
  return { ...state, [blockId]: { ...state[blockId], [string(element.action_id) ?? '']: value } };
}

/** What keeps Slack from sending the form, if anything. */
export function unsendable(view: View, state: FormState): string | undefined {
  for (const control of controlsOf(view.blocks)) {
    const held = state[control.blockId]?.[string(control.element.action_id) ?? ''];
    if (control.required && isEmpty(held)) return `${nameOf(control)}: please complete this required field`;
    const problem = typedProblem(control.element, held);
    if (problem) return `${nameOf(control)}: ${problem}`;
  }
  return undefined;
}

function nameOf(c: Control): string {
  return c.label || string(c.element.action_id) || c.blockId;
}
