/**
 * Finds known secrets in text, also when they are broken over lines, as base64 and terminals do. Plain search rather than one
 * big pattern: a private key is too long for a pattern, and a pattern that fails would print the secret in its error.
 */
import { variants } from './redact-variants.ts';

/** Shorter values are found in innocent words. */
const SHORTEST = 6;
/** From here on a match over a line break is no accident. */
const LONG = 12;
/** Also the line breaks written out inside JSON. */
const BREAK = /(?:\r?\n|(?:\\r)?\\n)[ \t]{0,8}/g;

export function exactRedactor(secrets: readonly string[], put: string): (text: string) => string {
  const all = secrets.filter((s) => s.length >= SHORTEST).flatMap(variants);
  const joined = all.map((s) => s.replace(BREAK, '')).filter((s) => s.length >= LONG);
  const short = all.filter((s) => s.length >= SHORTEST && s.length < LONG);
  const long = [...new Set(joined)];
  const few = [...new Set(short)];
  return (text) => {
    const hits = [...found(text, few), ...acrossLines(text, long)];
    return hits.length === 0 ? text : replaced(text, hits, put);
  };
}

type Range = readonly [from: number, to: number];

function found(text: string, needles: readonly string[]): Range[] {
  const out: Range[] = [];
  for (const n of needles) {
    for (let i = text.indexOf(n); i >= 0; i = text.indexOf(n, i + n.length)) out.push([i, i + n.length]);
  }
  return out;
}

/** Searches with the line breaks taken out, and says where in the text that was. */
function acrossLines(text: string, needles: readonly string[]): Range[] {
  const breaks = [...text.matchAll(BREAK)].map((m) => ({ at: m.index, length: m[0].length }));
  if (breaks.length === 0) return found(text, needles);
  const hits = found(text.replace(BREAK, ''), needles);
  if (hits.length === 0) return [];
  const original = positions(text.length, breaks);
  return hits.map(([from, to]) => [original[from] ?? 0, (original[to - 1] ?? 0) + 1]);
}

/** For each character that is left, where it stood. */
function positions(length: number, breaks: readonly { at: number; length: number }[]): Uint32Array {
  const out = new Uint32Array(length);
  let n = 0;
  let from = 0;
  for (const b of [...breaks, { at: length, length: 0 }]) {
    for (let i = from; i < b.at; i++) out[n++] = i;
    from = b.at + b.length;
  }
  return out;
}

/** Overlapping and touching hits become one, so that a secret inside a longer one leaves no rest. */
function replaced(text: string, hits: Range[], put: string): string {
  hits.sort((a, b) => a[0] - b[0]);
  let out = '';
  let end = -1;
  for (const [from, to] of hits) {
    if (from > end) out += text.slice(Math.max(end, 0), from) + put;
    end = Math.max(end, to);
  }
  return out + text.slice(Math.max(end, 0));
}
