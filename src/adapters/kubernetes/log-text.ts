/** The text of one container's log as lines for people: searched whole, then cut to what may be shown of it. */
import { stripVTControlCharacters } from 'node:util';
import { storable } from '../../lib/json.ts';

const LONGEST_LINE = 4_000;

export interface Searched {
  readonly lines: readonly string[];
  readonly looked: number;
  readonly found: number;
  /** How many lines have each word, in the order of the words. */
  readonly counts: readonly number[];
}

/** `words` in lower case. Of what is found, as many whole lines as fit into `share` bytes, from the end backwards. */
export function searched(text: string, words: readonly string[], prefix: string, share: number): Searched {
  const all = text.split(/\r?\n/);
  if (all.at(-1) === '') all.pop();
  const counts = words.map(() => 0);
  const found = all.map(clean).filter((line) => {
    if (words.length === 0) return true;
    const lower = line.toLowerCase();
    const has = words.map((w) => lower.includes(w));
    has.forEach((yes, i) => {
      if (yes) counts[i] = (counts[i] ?? 0) + 1;
    });
    return has.includes(true);
  });
  const lines: string[] = [];
  let left = share;
  for (let i = found.length - 1; i >= 0; i--) {
    const line = prefix + found[i];
    left -= Buffer.byteLength(line) + 1;
    if (left < 0) break;
    lines.push(line);
  }
  return { lines: lines.reverse(), looked: all.length, found: found.length, counts };
}

/** No terminal escapes, no control characters, no endless lines. */
function clean(line: string): string {
  const most = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
  return storable(stripVTControlCharacters(most)).replace(/(?!\t)\p{Cc}/gu, '');
}
