/** The expression language: CEL, without what could run long, grow large or reach the host. */
import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { Json } from '../json.ts';
import { meter } from './meter.ts';
import { ExpressionError, type Scope, toJson, visible } from './scope.ts';
import { type Reference, walk } from './walk.ts';

export type Evaluated = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly error: string };

export const MAX_EXPRESSION = 2_000;

/** Refused by name, with what to write instead. */
const REFUSED: Readonly<Record<string, string>> = {
  matches: "regular expressions can run for minutes; write like(text, 'api-*'), contains, startsWith or endsWith",
  bind: 'cel.bind is not offered; write the value where it is used',
  bytes: 'bytes are not offered; compare strings',
};

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 500, maxDepth: 40, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 8 },
})
  .registerFunction('like(string, string): bool', (text: string, pattern: string) => like(text, pattern))
  .registerFunction('string.like(string): bool', (text: string, pattern: string) => like(text, pattern))
  .registerFunction('round(double, int): double', (n: number, digits: bigint) => round(n, Number(digits)))
  .registerFunction('round(int, int): double', (n: bigint) => Number(n))
  .registerOperator('double % double', (a: number, b: number) => a % b);

// JSON numbers are doubles, literals are ints; `replicas + 1` must not need a conversion.
const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};
for (const [operator, handler] of Object.entries(ARITHMETIC)) {
  environment.registerOperator(`double ${operator} int: double`, (a: number, b: bigint) => handler(a, Number(b)));
  environment.registerOperator(`int ${operator} double: double`, (a: bigint, b: number) => handler(Number(a), b));
}

/** What is wrong with the expression itself, whatever the data; undefined when nothing is. */
export function checkExpression(source: string): string | undefined {
  try {
    const parsed = parse(source);
    const checked = parsed.check();
    return checked.valid ? undefined : explain(checked.error, source, {});
  } catch (error) {
    return explain(error, source, {});
  }
}

/** Never throws: the failure is told in words, with what exists where something does not. */
export function evaluate(source: string, scope: Scope): Evaluated {
  try {
    const parsed = parse(source);
    const data = visible(
      scope,
      walk(parsed.ast).references.map((r) => r.path[0] ?? ''),
    );
    const budget = meter(parsed.ast);
    const result: unknown = parsed(data);
    budget.check();
    return { ok: true, value: toJson(result) };
  } catch (error) {
    return { ok: false, error: explain(error, source, scope) };
  }
}

/** What the expression reads: `steps.pods.items` → ['steps', 'pods', 'items']. Empty when it does not parse. */
export function references(source: string): readonly Reference[] {
  try {
    return walk(parse(source).ast).references;
  } catch {
    return [];
  }
}

function parse(source: string) {
  if (source.trim() === '') throw new ExpressionError('the expression is empty');
  if (source.length > MAX_EXPRESSION) {
    throw new ExpressionError(`the expression is longer than ${MAX_EXPRESSION} characters; move parts into steps`);
  }
  const parsed = environment.parse(source);
  const { calls, nesting } = walk(parsed.ast);
  for (const call of calls) {
    if (Object.hasOwn(REFUSED, call)) throw new ExpressionError(`${call}() is refused: ${REFUSED[call]}`);
  }
  if (nesting > 2) throw new ExpressionError('map, filter, all and exists may be nested two deep, not deeper');
  return parsed;
}

function explain(error: unknown, source: string, scope: Scope): string {
  if (!(error instanceof Error)) return 'the expression failed';
  const summary = 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'unknown_variable') return `${summary}; there is ${names(Object.keys(scope))}`;
  if (code === 'no_such_key' && 'node' in error) {
    const keys = siblings(error.node as ASTNode | undefined, source, scope);
    return keys ? `${summary}; there is ${names(keys)}` : summary;
  }
  if (code === 'unexpected_token') return `${summary}: the expression is not complete or has a stray character`;
  return summary.split('\n')[0] ?? summary;
}

/** The keys of the object in which a key was looked for and not found. */
function siblings(node: ASTNode | undefined, source: string, scope: Scope): readonly string[] | undefined {
  if (node?.op !== '.' && node?.op !== '[]') return undefined;
  const left = node.args[0];
  const found = evaluate(source.slice(left.start, left.end), scope);
  if (!found.ok || found.value === null || typeof found.value !== 'object' || Array.isArray(found.value))
    return undefined;
  return Object.keys(found.value);
}

function names(keys: readonly string[]): string {
  if (keys.length === 0) return 'nothing';
  return keys.slice(0, 12).join(', ') + (keys.length > 12 ? ', …' : '');
}

/** `*` any run of characters, `?` one; the whole text must fit. At worst length × length, never exponential. */
export function like(text: string, pattern: string): boolean {
  let t = 0;
  let p = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

function round(n: number, digits: number): number {
  const factor = 10 ** Math.min(Math.max(digits, 0), 12);
  return Math.round(n * factor) / factor;
}
