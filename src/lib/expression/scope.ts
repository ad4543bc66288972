/** What an expression may see, and what may come out of it: JSON copies without prototypes, bounded in size and depth. */
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import type { Json } from '../json.ts';

export type Scope = Readonly<Record<string, unknown>>;

const MAX_NODES = 100_000;
const MAX_DEPTH = 32;

export class ExpressionError extends Error {}

/**
 * Copies the named roots, so that an expression can reach neither a prototype nor a getter, and cannot change what it
 * was given. Functions, symbols and class instances are a caller's mistake and are left out like undefined.
 */
export function visible(scope: Scope, roots: readonly string[]): Record<string, unknown> {
  const out = empty();
  const count = { nodes: 0 };
  for (const root of roots) {
    if (!Object.hasOwn(scope, root)) continue;
    const value = copy(scope[root], 0, count);
    if (value !== undefined) out[root] = value;
  }
  return out;
}

function copy(value: unknown, depth: number, count: { nodes: number }): unknown {
  if (depth > MAX_DEPTH) throw new ExpressionError(`the data is nested deeper than ${MAX_DEPTH} levels`);
  if (++count.nodes > MAX_NODES) throw new ExpressionError(`the data has more than ${MAX_NODES} values`);
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return value;
    case 'object':
      break;
    default:
      return undefined;
  }
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((v) => copy(v, depth + 1, count) ?? null);
  const proto = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) return undefined;
  const out = empty();
  for (const [key, v] of Object.entries(value)) {
    const inner = copy(v, depth + 1, count);
    if (inner !== undefined) out[key] = inner;
  }
  return out;
}

const empty = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

/** A result as JSON; whatever JSON cannot say is an error, because it would be stored, hashed or sent. */
export function toJson(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      throw new ExpressionError('the result is not a finite number (a division by zero?)');
    case 'bigint': {
      const n = Number(value);
      if (Number.isSafeInteger(n)) return n;
      throw new ExpressionError('the result is an integer too large to be exact');
    }
    case 'object':
      break;
    default:
      throw new ExpressionError('the result is not data');
  }
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof UnsignedInt) return toJson(value.valueOf());
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Duration) return String(value);
  const proto = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) throw new ExpressionError('the result is not data');
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toJson(v)]));
}
