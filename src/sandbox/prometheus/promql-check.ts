/** The small checks and the names of things that PromQL's refusals are made of. */
import type { BinaryOp, Expr, Matcher } from './promql-ast.ts';
import { typeOf } from './promql-signatures.ts';
import { ParseError, type Token } from './promql-token.ts';

export const SETS: readonly string[] = ['and', 'or', 'unless'];
export const COMPARISONS: readonly string[] = ['==', '!=', '<=', '<', '>=', '>'];
export const KEYWORDS = ['by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'offset'];
const OPERATORS: readonly string[] = ['+', '-', '*', '/', '%', '^', ...COMPARISONS];

export function checkMatcher(m: Matcher, at: number): Matcher {
  if (m.op === '=' || m.op === '!=') return m;
  try {
    new RegExp(m.value);
    return m;
  } catch {
    throw new ParseError(at, `error parsing regexp: invalid pattern: \`${m.value}\``);
  }
}

export function matchesEmpty(m: Matcher): boolean {
  if (m.op === '=') return m.value === '';
  if (m.op === '!=') return m.value !== '';
  return new RegExp(`^(?:${m.value})$`).test('') === (m.op === '=~');
}

export function checkOperands(op: BinaryOp, left: Expr, right: Expr, bool: boolean, at: number): void {
  const types = [typeOf(left), typeOf(right)];
  if (types.some((t) => t !== 'scalar' && t !== 'vector'))
    throw new ParseError(at, 'binary expression must contain only scalar and instant vector types');
  if (SETS.includes(op) && types.includes('scalar'))
    throw new ParseError(at, `set operator "${op}" not allowed in binary scalar expression`);
  if (COMPARISONS.includes(op) && !bool && types.every((t) => t === 'scalar'))
    throw new ParseError(at, 'comparisons between scalars must use BOOL modifier');
}

export function describe(t: Token): string {
  const short = t.text.length > 30 ? `${t.text.slice(0, 30)}...` : t.text;
  switch (t.kind) {
    case 'end':
      return 'end of input';
    case 'number':
    case 'duration':
    case 'string':
      return `${t.kind} ${JSON.stringify(short)}`;
    case 'name':
      if (KEYWORDS.includes(t.text.toLowerCase())) return `<${t.text.toLowerCase()}>`;
      return SETS.includes(t.text.toLowerCase()) ? `<op:${t.text.toLowerCase()}>` : `identifier "${short}"`;
    case 'symbol':
      return OPERATORS.includes(t.text) ? `<op:${t.text}>` : JSON.stringify(t.text);
  }
}
