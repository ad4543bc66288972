/** Cuts a PromQL query into tokens. */

export type TokenKind = 'number' | 'duration' | 'string' | 'name' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written, without quotes. */
  readonly text: string;
  /** Where it starts, counted from 1. */
  readonly at: number;
}

/** A query that is not PromQL; the message carries its position as Prometheus gives it. */
export class ParseError extends Error {
  constructor(at: number, message: string) {
    super(`1:${at}: parse error: ${message}`);
  }
}

const DURATION = /^(?:\d+(?:ms|[smhdwy]))+/;
const NUMBER = /^(?:0x[0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/;
const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const SYMBOL = /^(?:=~|!~|!=|==|>=|<=|[-+*/%^(){}[\],=<>@:])/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let i = 0;
  while (i < query.length) {
    const rest = query.slice(i);
    const at = i + 1;
    const space = /^(?:\s+|#[^\n]*)/.exec(rest)?.[0];
    if (space !== undefined) {
      i += space.length;
      continue;
    }
    const quote = rest[0] ?? '';
    if (quote === '"' || quote === "'" || quote === '`') {
      const { text, length } = readString(rest, at);
      tokens.push({ kind: 'string', text, at });
      i += length;
      continue;
    }
    const found = match(rest);
    if (!found) throw new ParseError(at, `unexpected character: ${JSON.stringify(quote).replaceAll('"', "'")}`);
    tokens.push({ ...found, at });
    i += found.text.length;
  }
  tokens.push({ kind: 'end', text: '', at: query.length + 1 });
  return tokens;
}

function match(rest: string): { kind: TokenKind; text: string } | undefined {
  const kinds: [TokenKind, RegExp][] = [
    ['duration', DURATION],
    ['number', NUMBER],
    ['name', NAME],
    ['symbol', SYMBOL],
  ];
  for (const [kind, pattern] of kinds) {
    const text = pattern.exec(rest)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}

function readString(rest: string, at: number): { text: string; length: number } {
  const quote = rest[0] ?? '';
  let text = '';
  for (let i = 1; i < rest.length; i += 1) {
    const c = rest[i] ?? '';
    if (c === quote) return { text, length: i + 1 };
    if (c === '\n' && quote !== '`') break;
    if (c !== '\\' || quote === '`') text += c;
    else {
      i += 1;
      const e = rest[i] ?? '';
      if (!(e in ESCAPES) && e !== '\\' && e !== quote)
        throw new ParseError(at, `unknown escape sequence U+${hex(e)} '${e}'`);
      text += ESCAPES[e] ?? e;
    }
  }
  throw new ParseError(at, quote === '`' ? 'unterminated raw string' : 'unterminated quoted string');
}

const hex = (c: string) => (c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** Milliseconds. */
export function durationMs(text: string): number {
  let total = 0;
  for (const [, n = '0', unit = 's'] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) total += Number(n) * (UNITS[unit] ?? 0);
  return total;
}
