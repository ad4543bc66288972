/** Finding the button or control a person means, and what Slack reports when they use it. */
import { type Choice, type Control, choose, controlsOf, optionsOf } from '../blocks/form.ts';
import { Cannot } from '../cannot.ts';
import { defined, type Json, string, textOf } from '../json.ts';
import type { Block } from '../model/types.ts';

/** A control as an interface names it: by block and action. A message edited meanwhile may have other blocks, so the action decides. */
export interface ControlName {
  readonly block: string;
  readonly action: string;
}
export type Which = string | ControlName;

/** By its name, by action_id, by the words on it, or by a part of them when only one control has it. */
export function findControl(blocks: readonly Block[], which: Which): Control {
  const all = controlsOf(blocks);
  if (typeof which !== 'string') {
    const named = all.filter((c) => c.element.action_id === which.action);
    const exact = named.find((c) => c.blockId === which.block) ?? (named.length === 1 ? named[0] : undefined);
    if (exact) return exact;
    throw new Cannot(
      `There is no control "${which.action}" in a block "${which.block}" there (any more).`,
      which.block,
    );
  }
  const names = all.map((c) => ({ c, id: string(c.element.action_id) ?? '', words: wordsOn(c) }));
  const exact = names.find((n) => n.id === which) ?? names.find((n) => n.words === which);
  const partly = names.filter((n) => n.words.includes(which));
  const found = exact ?? (partly.length === 1 ? partly[0] : undefined);
  if (found) return found.c;
  const there = names.map((n) => `[${n.words}] (${n.id})`).join(', ') || 'no controls';
  throw new Cannot(`No control "${which}" there: ${there}`);
}

/** The `actions[0]` of a block_actions payload. */
export function actionOf(control: Control, choice: Choice | undefined, ts: string, offered: readonly Json[]): Json {
  const { element, blockId } = control;
  const base = { action_id: element.action_id, block_id: blockId, action_ts: ts };
  if (element.type === 'button') {
    const { text, value, style, url } = element;
    return defined({ type: 'button', ...base, text, value, style, url });
  }
  if (choice === undefined) {
    const there = optionsOf(element).map((o) => `"${textOf(o.text)}"`);
    throw new Cannot(`${wordsOn(control)}: choose one of ${there.join(', ') || 'its values'}`);
  }
  return { ...base, ...choose(element, choice, offered) };
}

function wordsOn({ element, label }: Control): string {
  return textOf(element.text) || label || textOf(element.placeholder) || string(element.type) || '';
}
