/** What people type, as it may be stored, quoted and shown: no NUL, no half characters, never longer than it may be. */
import { storable } from '../../lib/json.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most `most` UTF-16 units: one character of somebody's joke may be ten thousand marks long. Cut between characters. */
export function typed(text: string, most: number): string {
  const clean = storable(text).trim();
  if (clean.length <= most) return clean;
  let end = 0;
  for (const { index, segment } of graphemes.segment(clean.slice(0, most))) {
    // The last one of the window may go on behind it.
    if (index + segment.length >= most) break;
    end = index + segment.length;
  }
  return `${storable(clean.slice(0, end || most - 1))}…`;
}

/** The same for what need not be there. */
export function optional<K extends string>(
  key: K,
  text: string | undefined,
  most: number,
): { readonly [P in K]?: string } {
  const clean = text === undefined ? '' : typed(text, most);
  return (clean ? { [key]: clean } : {}) as { readonly [P in K]?: string };
}
