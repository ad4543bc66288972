/** Outputs are stored, shown and read by expressions: they are bounded, and safe for the database, wherever they come from. */
import { canonical, type Json, storable } from '../../lib/json.ts';
import type { Output } from './step-kind.ts';

const MOST_BYTES = 16 * 1024;
const LONGEST_TEXT = 2_000;
const DEEPEST = 8;
const MOST_LINES = 10;
const LONGEST_LINE = 200;

/** At most `most` characters, never half of one. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`;
}

/** Lists lose their last entries (the least important by each kind's order) until the whole fits; a note says so. */
export function bounded(output: Output): Output {
  let fits = clean(output, 0) as { [name: string]: Json };
  const size = () => Buffer.byteLength(canonical(fits));
  let shortened: string | undefined;
  while (size() > MOST_BYTES) {
    const [name, longest] = heaviest(fits);
    if (Array.isArray(longest) && longest.length > 1) {
      fits = { ...fits, [name]: longest.slice(0, Math.floor(longest.length * 0.8)) };
    } else {
      fits = { ...fits, [name]: cut(canonical(longest), 500) };
    }
    shortened = name;
  }
  if (shortened === undefined) return fits;
  const note = `${shortened} is shortened: the output is larger than ${MOST_BYTES / 1024} KiB`;
  return { ...fits, note: typeof fits.note === 'string' ? `${fits.note}; ${note}` : note };
}

function heaviest(output: { readonly [name: string]: Json }): [string, Json] {
  const weighed = Object.entries(output).map(([name, value]) => ({ name, value, weight: canonical(value).length }));
  const top = weighed.reduce((a, b) => (b.weight > a.weight ? b : a));
  return [top.name, top.value];
}

function clean(value: Json | undefined, depth: number): Json {
  if (typeof value === 'string') return cut(storable(value), LONGEST_TEXT);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || typeof value !== 'object') return value ?? null;
  if (depth >= DEEPEST) return null;
  if (Array.isArray(value)) return value.map((v: Json) => clean(v, depth + 1));
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return Object.fromEntries(entries.map(([k, v]) => [storable(k), clean(v, depth + 1)] as const));
}

export function boundedLines(lines: readonly string[]): readonly string[] {
  return lines.slice(0, MOST_LINES).map((l) => cut(storable(l).replace(/\s+/g, ' ').trim(), LONGEST_LINE));
}
