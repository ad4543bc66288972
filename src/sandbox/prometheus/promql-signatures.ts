/** The functions known here and the types they take: what the parser checks before anything is evaluated. */
import { type Expr, TYPE_NAMES, type ValueType } from './promql-ast.ts';
import { ParseError } from './promql-token.ts';

interface Signature {
  readonly takes: readonly ValueType[];
  /** How many of the last arguments may be left out. */
  readonly optional?: number;
  readonly gives: ValueType;
}

const over: Signature = { takes: ['matrix'], gives: 'vector' };
const each: Signature = { takes: ['vector'], gives: 'vector' };

export const SIGNATURES: Readonly<Record<string, Signature>> = {
  rate: over,
  irate: over,
  increase: over,
  delta: over,
  changes: over,
  resets: over,
  avg_over_time: over,
  sum_over_time: over,
  min_over_time: over,
  max_over_time: over,
  count_over_time: over,
  last_over_time: over,
  abs: each,
  ceil: each,
  floor: each,
  sqrt: each,
  sort: each,
  sort_desc: each,
  absent: each,
  round: { takes: ['vector', 'scalar'], optional: 1, gives: 'vector' },
  clamp_min: { takes: ['vector', 'scalar'], gives: 'vector' },
  clamp_max: { takes: ['vector', 'scalar'], gives: 'vector' },
  histogram_quantile: { takes: ['scalar', 'vector'], gives: 'vector' },
  scalar: { takes: ['vector'], gives: 'scalar' },
  vector: { takes: ['scalar'], gives: 'vector' },
  time: { takes: [], gives: 'scalar' },
};

export function typeOf(e: Expr): ValueType {
  switch (e.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'selector':
      return e.range === undefined ? 'vector' : 'matrix';
    case 'call':
      return SIGNATURES[e.name]?.gives ?? 'vector';
    case 'aggregate':
      return 'vector';
    case 'binary':
      return typeOf(e.left) === 'scalar' && typeOf(e.right) === 'scalar' ? 'scalar' : 'vector';
    case 'negate':
      return typeOf(e.of);
  }
}

export function checkCall(name: string, args: readonly Expr[], at: number, starts: readonly number[]): void {
  const s = Object.hasOwn(SIGNATURES, name) ? SIGNATURES[name] : undefined;
  if (!s) throw new ParseError(at, `unknown function with name "${name}"`);
  const least = s.takes.length - (s.optional ?? 0);
  const expected = (n: number, how: string) =>
    new ParseError(at, `expected ${how}${n} argument(s) in call to "${name}", got ${args.length}`);
  if (args.length < least) throw expected(least, s.optional ? 'at least ' : '');
  if (args.length > s.takes.length) throw expected(s.takes.length, s.optional ? 'at most ' : '');
  for (const [i, arg] of args.entries()) {
    const want = s.takes[i] ?? 'vector';
    if (typeOf(arg) !== want)
      throw new ParseError(
        starts[i] ?? at,
        `expected type ${TYPE_NAMES[want]} in call to function "${name}", got ${TYPE_NAMES[typeOf(arg)]}`,
      );
  }
}
