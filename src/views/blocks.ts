/** Block Kit pieces, each within Slack's limits by construction. */
import type { Piece, Text } from '../lib/text.ts';
import { clean } from './clean.ts';
import { clip, cut, LIMITS } from './limits.ts';
import { type PlainText, toMrkdwn, toPlain, toRich } from './mrkdwn.ts';

export type Block = { readonly type: string; readonly [key: string]: unknown };
export type Element = { readonly type: string; readonly [key: string]: unknown };

export const plainText = (text: Text | string, max: number): PlainText => ({
  type: 'plain_text',
  // Slack refuses an empty text.
  text: cut(toPlain(text), max) || '–',
  emoji: false,
});

const cleaned = (p: Piece): Piece => {
  if (typeof p === 'string') return clean(p);
  if ('code' in p) return { code: clean(p.code) };
  return 'bold' in p ? { bold: clean(p.bold) } : p;
};

export function header(text: Text | string): Block {
  return { type: 'header', text: plainText(text, LIMITS.header) };
}

export const divider: Block = { type: 'divider' };

/** Lines of text; every line is cut on its own, so that a long one does not hide the next. */
export function lines(texts: readonly Text[], maxEach: number = LIMITS.section): Block[] {
  const elements = texts.flatMap((t, i) => [
    ...(i > 0 ? [{ type: 'text', text: '\n' }] : []),
    ...toRich(clip(t.map(cleaned), maxEach)),
  ]);
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
}

export const paragraph = (text: Text, max: number = LIMITS.section): Block[] => lines([text], max);

/** What a machine said, as it said it. */
export function output(rows: readonly string[], max: number = LIMITS.section): Block[] {
  const text = cut(clean(rows.join('\n')), max);
  if (text.trim() === '') return [];
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] }];
}

/** Small grey text. */
export function context(text: Text): Block {
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: toMrkdwn(clip(text.map(cleaned), LIMITS.context)) || '–', verbatim: true }],
  };
}

export interface Confirm {
  readonly title: string;
  /** The consequence: "Pages 4 people now." */
  readonly text: string;
  readonly yes: string;
  readonly danger?: boolean;
}

function confirmation(c: Confirm): object {
  return {
    title: plainText(c.title, LIMITS.confirmTitle),
    text: plainText(c.text, LIMITS.confirmText),
    confirm: plainText(c.yes, 30),
    deny: plainText('Cancel', 30),
    ...(c.danger ? { style: 'danger' } : {}),
  };
}

interface Pressable {
  readonly action: string;
  readonly confirm?: Confirm;
}

export function button(
  label: string,
  o: Pressable & { readonly value: string; readonly style?: 'primary' | 'danger' },
): Element {
  return {
    type: 'button',
    action_id: o.action,
    text: plainText(label, LIMITS.button),
    value: o.value,
    ...(o.style ? { style: o.style } : {}),
    ...(o.confirm ? { confirm: confirmation(o.confirm) } : {}),
  };
}

export interface Option {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
}

export function option(o: Option): object {
  return {
    text: plainText(o.label, LIMITS.option),
    value: o.value,
    ...(o.description ? { description: plainText(o.description, LIMITS.option) } : {}),
  };
}

/** Nothing when there is nothing to choose: Slack refuses an empty menu. Values that Slack would refuse are left out. */
export function select(placeholder: string, o: Pressable & { readonly options: readonly Option[] }): Element[] {
  const options = o.options.filter((x) => x.value.length <= LIMITS.optionValue).slice(0, LIMITS.options);
  if (options.length === 0) return [];
  return [
    {
      type: 'static_select',
      action_id: o.action,
      placeholder: plainText(placeholder, LIMITS.placeholder),
      options: options.map(option),
      ...(o.confirm ? { confirm: confirmation(o.confirm) } : {}),
    },
  ];
}

/** Rows of at most five: more are unusable on a phone. */
export function actions(elements: readonly Element[]): Block[] {
  const rows: Block[] = [];
  for (let i = 0; i < elements.length; i += LIMITS.row) {
    rows.push({ type: 'actions', elements: elements.slice(i, i + LIMITS.row) });
  }
  return rows;
}
