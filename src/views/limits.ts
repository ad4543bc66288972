/** Slack's limits, and the cuts that keep text within them without breaking a character. */
import type { Piece, Text } from '../lib/text.ts';

/** Lengths in UTF-16 units: never more than Slack counts, whichever way it does. */
export const LIMITS = {
  blocks: 45,
  /** Over all blocks: Slack refuses at about 13,200 without saying so in its documentation. */
  budget: 10_000,
  /** Bytes as Slack sends a message back with a click; the receiver takes 64 KiB with everything around it. */
  payload: 48_000,
  section: 3_000,
  header: 150,
  button: 75,
  option: 75,
  options: 100,
  optionValue: 150,
  placeholder: 150,
  row: 5,
  value: 2_000,
  actionId: 255,
  confirmTitle: 100,
  confirmText: 300,
  modalTitle: 24,
  modalButton: 24,
  label: 2_000,
  /** Escaping may make it five times as long; Slack advises 4,000. */
  fallback: 700,
  /** The same: Slack takes 3,000. */
  context: 500,
  error: 300,
} as const;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How far around a cut is looked at: longer than any character people write, short enough to be quick. */
const AROUND = 128;

/** The character boundaries near a cut. A window may begin inside a character, so its first boundary is not one. */
function boundaries(text: string, at: number): number[] {
  const from = Math.max(0, at - AROUND);
  const window = text.slice(from, at + AROUND).toWellFormed();
  const found = Array.from(graphemes.segment(window), (g) => from + g.index);
  return from === 0 ? found : found.slice(1);
}

const inPair = (text: string, at: number): boolean =>
  /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[at] ?? '');

/** The longest beginning of at most `max` units that ends between two characters as people see them. */
function head(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = boundaries(text, max).findLast((b) => b <= max && b > 0);
  // One endless cluster (stacked accents): fall back to code points.
  return text.slice(0, end ?? (inPair(text, max) ? max - 1 : max));
}

function tail(text: string, max: number): string {
  const at = text.length - max;
  if (at <= 0) return text;
  const begin = boundaries(text, at).find((b) => b >= at);
  return text.slice(begin ?? (inPair(text, at) ? at + 1 : at));
}

/** Cut at the end, with a mark that it was. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${head(text, max - 1).trimEnd()}…`;
}

/** Cut in the middle: beginnings name things, ends hold the error. */
export function middle(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 40) return cut(text, max);
  const mark = ' … ';
  const first = Math.floor((max - mark.length) * 0.6);
  return `${head(text, first)}${mark}${tail(text, max - mark.length - first)}`;
}

function measure(p: Piece): number {
  if (typeof p === 'string') return p.length;
  if ('link' in p) return p.label.length;
  if ('code' in p) return p.code.length;
  if ('bold' in p) return p.bold.length;
  return 24;
}

function shortened(p: Piece, max: number): Piece | undefined {
  if (typeof p === 'string') return cut(p, max);
  if ('code' in p) return { code: middle(p.code, max) };
  if ('bold' in p) return { bold: cut(p.bold, max) };
  if ('link' in p) return { link: p.link, label: cut(p.label, max) };
  return undefined;
}

/** The pieces that fit: what comes first stays, and no mention or link is ever cut in half. */
export function clip(text: Text, max: number): Text {
  const out: Piece[] = [];
  let left = max;
  for (const p of text) {
    const size = measure(p);
    if (size <= left) {
      out.push(p);
      left -= size;
      continue;
    }
    const part = left > 1 ? shortened(p, left) : undefined;
    out.push(part ?? '…');
    break;
  }
  return out;
}
