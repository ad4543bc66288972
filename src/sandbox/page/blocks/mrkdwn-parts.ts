/** A mrkdwn text as its parts: running text, > quotes and ```preformatted``` pieces. */
import { type Inline, type InlineOptions, parseCode, parseInline } from './mrkdwn-inline.ts';

export interface Part {
  readonly kind: 'flow' | 'quote' | 'pre';
  readonly inside: readonly Inline[];
  /** The part as it was written, its marks and the line break that ends it included. */
  readonly raw: string;
}

const FENCE = /```([\s\S]*?[^`\s][\s\S]*?)```\n?/g;
const QUOTED = /^(?:&gt;|>)/;
const REST = /^(?:&gt;&gt;&gt;|>>>)/;

export function parseMrkdwn(text: string, o: InlineOptions = { autolink: true }): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const fence of text.matchAll(FENCE)) {
    parts.push(...lines(text.slice(done, fence.index), o));
    parts.push({ kind: 'pre', inside: parseCode(trimmed(fence[1] ?? '')), raw: fence[0] });
    done = fence.index + fence[0].length;
  }
  parts.push(...lines(text.slice(done), o));
  return parts;
}

/** A preformatted part stands on lines of its own: the breaks just inside its marks are not part of it. */
const trimmed = (text: string): string => text.replace(/^\n/, '').replace(/\n$/, '');

function lines(text: string, o: InlineOptions): Part[] {
  if (text === '') return [];
  const rows = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const parts: Part[] = [];
  for (let i = 0; i < rows.length; ) {
    const rest = REST.test(rows[i] ?? '');
    const quoted = QUOTED.test(rows[i] ?? '');
    let end = i + 1;
    while (end < rows.length && (rest || QUOTED.test(rows[end] ?? '') === quoted)) end += 1;
    const raw = rows.slice(i, end).join('');
    parts.push(part(raw, rest ? 'rest' : quoted ? 'quote' : 'flow', o));
    i = end;
  }
  return parts;
}

function part(raw: string, kind: 'rest' | 'quote' | 'flow', o: InlineOptions): Part {
  // The break that ends a part is the part's own edge, not an empty line below it.
  const text = raw.replace(/\n$/, '');
  if (kind === 'flow') return { kind, inside: parseInline(text, o), raw };
  const bare = kind === 'rest' ? text.replace(/^(?:&gt;|>){3} ?/, '') : text.replace(/^(?:&gt;|>) ?/gm, '');
  return { kind: 'quote', inside: parseInline(bare, o), raw };
}
