/**
 * The one place that knows what a secret looks like. Exact values first (as they are, encoded, or broken over lines), then
 * shapes of tokens. Used by the logger and for everything a step, an error or a server gives us to show.
 */
import { exactRedactor } from './redact-exact.ts';
import { patterns, secretName } from './redact-patterns.ts';

export interface Redactor {
  text(text: string): string;
  /** The same for every string inside; what stands under a name like `password` goes whole. */
  value<T>(value: T): T;
}

export const REDACTED = '[redacted]';
const DEEPEST = 12;

export function createRedactor(secrets: readonly string[]): Redactor {
  const exact = exactRedactor(secrets, REDACTED);
  const text = (input: string): string => {
    let out = exact(input);
    for (const { find, put } of patterns) out = out.replace(find, put);
    return out;
  };
  const walk = (v: unknown, depth: number): unknown => {
    if (typeof v === 'string') return text(v);
    if (typeof v !== 'object' || v === null) return v;
    if (depth > DEEPEST) return REDACTED;
    if (Array.isArray(v)) return v.map((x) => walk(x, depth + 1));
    const hide = (k: string, x: unknown) => secretName.test(k) && (typeof x === 'string' || typeof x === 'number');
    return Object.fromEntries(Object.entries(v).map(([k, x]) => [text(k), hide(k, x) ? REDACTED : walk(x, depth + 1)]));
  };
  return { text, value: <T>(v: T) => walk(v, 0) as T };
}
