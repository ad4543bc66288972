/** What stands in a message, as a person reads it: its lines, and the words on its buttons and menus. */
import { controlsOf } from '../../slack/blocks/form.ts';
import { textOf } from '../../slack/json.ts';
import type { Message } from '../../slack/model/types.ts';
import type { Workspace } from '../../slack/model/workspace.ts';
import { renderText } from '../../slack/show/render-text.ts';

const known = new WeakMap<Message, readonly string[]>();

/** A message that changes is a new object, so each is read once however often the guide looks. */
export function linesOf(m: Message, w: Workspace): readonly string[] {
  const lines = known.get(m) ?? renderText(m, w).split('\n');
  known.set(m, lines);
  return lines;
}

export const controlNames = (m: Message): readonly string[] =>
  controlsOf(m.blocks).map(({ element }) => textOf(element.text) || textOf(element.placeholder));

/** The first control whose words contain these. */
export const controlWith = (m: Message, words: string): string | undefined =>
  controlNames(m).find((name) => name.includes(words));
