/** `${{ CEL }}` inside values: rendered once, so that what data brings in is never itself an expression. */
import { canonical, type Json } from '../json.ts';
import { type Evaluated, evaluate } from './cel.ts';
import type { Scope } from './scope.ts';

export interface Found {
  /** The CEL between the braces, trimmed. */
  readonly source: string;
  /** Offsets into the text, from `$` to after `}}`. */
  readonly start: number;
  readonly end: number;
  /** False when `}}` is missing. */
  readonly closed: boolean;
}

export type Interpolated =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly error: string; readonly path: readonly (string | number)[] };

const MAX_TEXT = 256 * 1024;
const MAX_DEPTH = 32;
const MAX_NODES = 10_000;

/** Every `${{ … }}` in order. Braces and `}}` inside CEL strings and maps do not end one. */
export function expressionsIn(text: string): readonly Found[] {
  const found: Found[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf('${{', from);
    if (start < 0) return found;
    const end = closing(text, start + 3);
    const inside = text.slice(start + 3, end === undefined ? text.length : end - 2);
    found.push({ source: inside.trim(), start, end: end ?? text.length, closed: end !== undefined });
    if (end === undefined) return found;
    from = end;
  }
}

/** The offset after the `}}` that ends the expression beginning at `from`. */
function closing(text: string, from: number): number | undefined {
  let braces = 0;
  let quote: string | undefined;
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (quote !== undefined) {
      if (c === '\\') i++;
      else if (c === quote) quote = undefined;
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '{') braces++;
    else if (c === '}' && braces > 0) braces--;
    else if (c === '}' && text[i + 1] === '}') return i + 2;
  }
  return undefined;
}

/** The CEL of a text that is exactly one `${{ … }}`, which keeps its type; otherwise undefined. */
export function soleExpression(text: string): string | undefined {
  const trimmed = text.trim();
  const [only] = expressionsIn(trimmed);
  return only?.closed && only.start === 0 && only.end === trimmed.length ? only.source : undefined;
}

/** Deep over JSON values; keys are taken as they are. */
export function interpolate(value: unknown, scope: Scope): Interpolated {
  let nodes = 0;
  const visit = (v: unknown, path: readonly (string | number)[]): Interpolated => {
    if (path.length > MAX_DEPTH) return { ok: false, error: `nested deeper than ${MAX_DEPTH} levels`, path };
    if (++nodes > MAX_NODES) return { ok: false, error: `more than ${MAX_NODES} values`, path };
    if (typeof v === 'string') {
      const rendered = render(v, scope);
      return rendered.ok ? rendered : { ...rendered, path };
    }
    if (v === null || typeof v === 'number' || typeof v === 'boolean') return { ok: true, value: v };
    if (typeof v !== 'object') return { ok: false, error: 'not a JSON value', path };
    if (Array.isArray(v)) {
      const out: Json[] = [];
      for (const [i, item] of v.entries()) {
        const done = visit(item, [...path, i]);
        if (!done.ok) return done;
        out.push(done.value);
      }
      return { ok: true, value: out };
    }
    const entries: [string, Json][] = [];
    for (const [key, item] of Object.entries(v)) {
      if (item === undefined) continue;
      const done = visit(item, [...path, key]);
      if (!done.ok) return done;
      entries.push([key, done.value]);
    }
    return { ok: true, value: Object.fromEntries(entries) };
  };
  return visit(value, []);
}

function render(text: string, scope: Scope): Evaluated {
  const found = expressionsIn(text);
  if (found.length === 0) return { ok: true, value: text };
  const sole = soleExpression(text);
  if (sole !== undefined) return evaluate(sole, scope);

  let out = '';
  let from = 0;
  for (const { source, start, end, closed } of found) {
    if (!closed) return { ok: false, error: '${{ is never closed; write }} after the expression' };
    const result = evaluate(source, scope);
    if (!result.ok) return result;
    if (result.value === null) {
      return {
        ok: false,
        error: `${source} is null; say what to show instead: ${source} == null ? 'none' : ${source}`,
      };
    }
    out += text.slice(from, start) + (typeof result.value === 'string' ? result.value : canonical(result.value));
    if (out.length > MAX_TEXT) return { ok: false, error: `the text grows beyond ${MAX_TEXT / 1024} KiB` };
    from = end;
  }
  return { ok: true, value: out + text.slice(from) };
}
