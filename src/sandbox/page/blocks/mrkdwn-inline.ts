/** Inside one run of mrkdwn: tokens, `code`, *bold*, _italic_, ~strike~, :emoji:. Nothing is lost: see `written`. */
import { type ActiveToken, readToken } from '../../slack/show/mrkdwn.ts';
import { emojiChar } from './emoji.ts';

export type Mark = 'bold' | 'italic' | 'strike';

export type Inline =
  /** As written: entities are not undone yet. */
  | { readonly kind: 'text'; readonly raw: string }
  | { readonly kind: 'emoji'; readonly raw: string; readonly char: string }
  | { readonly kind: 'token'; readonly token: ActiveToken }
  | { readonly kind: Mark | 'code'; readonly inside: readonly Inline[] };

const MARKS: Readonly<Record<string, Mark>> = { '*': 'bold', _: 'italic', '~': 'strike' };
const SIGNS: Readonly<Record<Mark | 'code', string>> = { bold: '*', italic: '_', strike: '~', code: '`' };

export interface InlineOptions {
  /** Slack makes links of bare addresses, unless a text is `verbatim`. */
  readonly autolink: boolean;
}

/** The entities of Slack's texts; there are only these three. */
export const decoded = (raw: string): string =>
  raw.replace(/&(lt|gt|amp);/g, (_, name: string) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&'));

/** What was read, as it was written. */
export const written = (nodes: readonly Inline[]): string =>
  nodes
    .map((n) => {
      if (n.kind === 'token') return n.token.raw;
      if ('raw' in n) return n.raw;
      return `${SIGNS[n.kind]}${written(n.inside)}${SIGNS[n.kind]}`;
    })
    .join('');

const isWord = (c: string | undefined): boolean => c !== undefined && /[\p{L}\p{N}]/u.test(c);
const isBlank = (c: string | undefined): boolean => c === undefined || /\s/.test(c);

const TOKEN = /<([^<>\n]+)>/y;
const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/y;
const BARE = /https?:\/\/[^\s<>|]*[^\s<>|.,:;!?'")\]*_~`]/y;

const at = (pattern: RegExp, text: string, i: number): RegExpExecArray | null => {
  pattern.lastIndex = i;
  return pattern.exec(text);
};

function tokenAt(text: string, i: number): ActiveToken | undefined {
  const m = text[i] === '<' ? at(TOKEN, text, i) : null;
  const token = m && readToken(m[0], m[1] ?? '');
  return token && token.kind !== 'unknown' ? token : undefined;
}

/** Code keeps its characters; only tokens are still seen in it, as in Slack. */
function inCode(text: string): Inline[] {
  const out = new Collector();
  for (let i = 0; i < text.length; ) {
    const token = tokenAt(text, i);
    if (token) out.add({ kind: 'token', token });
    else out.text(text[i] ?? '');
    i += token?.raw.length ?? 1;
  }
  return out.done();
}

export function parseInline(text: string, o: InlineOptions, open: ReadonlySet<string> = new Set()): Inline[] {
  const out = new Collector();
  // Where a mark was found to have no end on its line: looking again from further right would find none either.
  const endless = new Map<string, number>();
  for (let i = 0; i < text.length; ) {
    const found = atomAt(text, i, o) ?? spanAt(text, i, o, open, endless);
    if (found) out.add(found.node);
    else out.text(text[i] ?? '');
    i += found?.size ?? 1;
  }
  return out.done();
}

/** What preformatted text is made of. */
export const parseCode = inCode;

interface Found {
  readonly node: Inline;
  readonly size: number;
}

function atomAt(text: string, i: number, o: InlineOptions): Found | undefined {
  const c = text[i];
  const token = tokenAt(text, i);
  if (token) return { node: { kind: 'token', token }, size: token.raw.length };
  if (c === ':') {
    const m = at(EMOJI, text, i);
    const char = m && emojiChar(m[1] ?? '');
    return m && char ? { node: { kind: 'emoji', raw: m[0], char }, size: m[0].length } : undefined;
  }
  if (c === 'h' && o.autolink && !isWord(text[i - 1])) {
    const m = at(BARE, text, i);
    if (!m) return undefined;
    const token: ActiveToken = { kind: 'link', target: m[0], raw: m[0], where: 'text' };
    return { node: { kind: 'token', token }, size: m[0].length };
  }
  return undefined;
}

function spanAt(
  text: string,
  i: number,
  o: InlineOptions,
  open: ReadonlySet<string>,
  endless: Map<string, number>,
): Found | undefined {
  const c = text[i] ?? '';
  const mark = MARKS[c];
  if (!mark && c !== '`') return undefined;
  if (open.has(c) || (endless.get(c) ?? -1) > i || isWord(text[i - 1])) return undefined;
  const next = text[i + 1];
  if (next === c || (mark && isBlank(next))) return undefined;
  const end = endOf(text, i, c, endless);
  if (end < 0) return undefined;
  const inside = text.slice(i + 1, end);
  const node: Inline = mark
    ? { kind: mark, inside: parseInline(inside, o, new Set([...open, c])) }
    : { kind: 'code', inside: inCode(inside) };
  return { node, size: end + 1 - i };
}

/** The closing mark on the same line: after something that is not blank, and not in the middle of a word. */
function endOf(text: string, i: number, c: string, endless: Map<string, number>): number {
  for (let j = i + 2; j < text.length && text[j] !== '\n'; j += 1) {
    if (c !== '`' && text[j] === '`') {
      const code = text.indexOf('`', j + 1);
      const line = text.indexOf('\n', j + 1);
      if (code > 0 && (line < 0 || code < line)) j = code;
      continue;
    }
    const token = tokenAt(text, j);
    if (token) {
      j += token.raw.length - 1;
      continue;
    }
    if (text[j] === c && (c === '`' || !isBlank(text[j - 1])) && !isWord(text[j + 1])) return j;
  }
  const line = text.indexOf('\n', i);
  endless.set(c, line < 0 ? text.length : line);
  return -1;
}

/** Joins neighbouring characters into one text. */
class Collector {
  readonly #nodes: Inline[] = [];
  #text = '';

  text(c: string): void {
    this.#text += c;
  }

  add(node: Inline): void {
    this.#flush();
    this.#nodes.push(node);
  }

  done(): Inline[] {
    this.#flush();
    return this.#nodes;
  }

  #flush(): void {
    if (this.#text) this.#nodes.push({ kind: 'text', raw: this.#text });
    this.#text = '';
  }
}
