/** JSON from outside: bounded depth and size, no key twice, no key that reaches a prototype. */

const DEPTH = 60;
const KEYS = 20_000;
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

/** Index of the closing quote, or -1. */
function stringEnd(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') return i;
  }
  return -1;
}

/** One pass over the text: JSON.parse keeps the last of two equal keys and would not tell. */
function acceptable(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let keys = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (c === '{') open.push(new Set());
    else if (c === '[') open.push(undefined);
    else if (c === '}' || c === ']') open.pop();
    else if (c === '"') {
      const end = stringEnd(text, i);
      if (end < 0) return false;
      const seen = open.at(-1);
      if (seen && /^\s*:/.test(text.slice(end + 1, end + 40))) {
        const key: unknown = JSON.parse(text.slice(i, end + 1));
        keys += 1;
        if (typeof key !== 'string' || keys > KEYS || seen.has(key) || FORBIDDEN.includes(key)) return false;
        seen.add(key);
      }
      i = end;
    }
    if (open.length > DEPTH) return false;
  }
  return true;
}

/** The object, or undefined for anything else. */
export function strictObject(text: string): Record<string, unknown> | undefined {
  try {
    if (!acceptable(text)) return undefined;
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
