/** PromQL's binary operators between scalars and vectors, with the matching of labels. */
import type { BinaryOp, Matching } from './promql-ast.ts';
import { ExecutionError, keyOf, type LabelSet, only, type Sample, without, withoutName } from './promql-values.ts';

type Arithmetic = '+' | '-' | '*' | '/' | '%' | '^';
type Comparison = '==' | '!=' | '>' | '<' | '>=' | '<=';

function compute(op: Arithmetic, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '^':
      return a ** b;
  }
}

function holds(op: Comparison, a: number, b: number): boolean {
  switch (op) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '>':
      return a > b;
    case '<':
      return a < b;
    case '>=':
      return a >= b;
    case '<=':
      return a <= b;
  }
}

const isComparison = (op: BinaryOp): op is Comparison => ['==', '!=', '>', '<', '>=', '<='].includes(op);
const isArithmetic = (op: BinaryOp): op is Arithmetic => ['+', '-', '*', '/', '%', '^'].includes(op);

export function scalars(op: BinaryOp, a: number, b: number): number {
  if (isArithmetic(op)) return compute(op, a, b);
  return isComparison(op) && holds(op, a, b) ? 1 : 0;
}

/** One side is a number for every sample of the other. */
export function withScalar(
  op: BinaryOp,
  samples: readonly Sample[],
  n: number,
  scalarFirst: boolean,
  bool: boolean,
): Sample[] {
  return samples.flatMap((s): Sample[] => {
    const [a, b] = scalarFirst ? [n, s.value] : [s.value, n];
    if (isArithmetic(op)) return [{ labels: withoutName(s.labels), value: compute(op, a, b) }];
    if (!isComparison(op)) return [];
    if (bool) return [{ labels: withoutName(s.labels), value: holds(op, a, b) ? 1 : 0 }];
    // A comparison without bool filters: what does not hold is left out, the rest stays as it was.
    return holds(op, a, b) ? [s] : [];
  });
}

const signature = (labels: LabelSet, m: Matching) =>
  keyOf(m.on ? only(labels, m.labels) : without(labels, [...m.labels, '__name__']));

export function vectors(
  op: BinaryOp,
  left: readonly Sample[],
  right: readonly Sample[],
  m: Matching,
  bool: boolean,
): Sample[] {
  const of = (s: Sample) => signature(s.labels, m);
  if (op === 'and' || op === 'unless') {
    const known = new Set(right.map(of));
    return left.filter((s) => known.has(of(s)) === (op === 'and'));
  }
  if (op === 'or') {
    const known = new Set(left.map(of));
    return [...left, ...right.filter((s) => !known.has(of(s)))];
  }
  const manyIsRight = m.many === 'right';
  const many = manyIsRight ? right : left;
  const ones = new Map<string, Sample>();
  for (const s of manyIsRight ? left : right) {
    if (ones.has(of(s)))
      throw new ExecutionError(
        `found duplicate series for the match group on the ${manyIsRight ? 'left' : 'right'} hand-side of the operation;many-to-many matching not allowed: matching labels must be unique on one side`,
      );
    ones.set(of(s), s);
  }
  const matched = new Set<string>();
  return many.flatMap((s): Sample[] => {
    const key = of(s);
    const one = ones.get(key);
    if (!one) return [];
    if (m.many === 'none' && matched.has(key))
      throw new ExecutionError(
        'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
      );
    matched.add(key);
    const [a, b] = manyIsRight ? [one.value, s.value] : [s.value, one.value];
    const labels = resultLabels(s.labels, one.labels, m);
    if (isArithmetic(op)) return [{ labels, value: compute(op, a, b) }];
    if (!isComparison(op)) return [];
    if (bool) return [{ labels, value: holds(op, a, b) ? 1 : 0 }];
    return holds(op, a, b)
      ? [{ labels: m.many === 'none' ? { ...labels, ...only(s.labels, ['__name__']) } : s.labels, value: a }]
      : [];
  });
}

function resultLabels(many: LabelSet, one: LabelSet, m: Matching): LabelSet {
  if (m.many !== 'none') return { ...without(many, ['__name__', ...m.include]), ...only(one, m.include) };
  return m.on ? only(many, m.labels) : without(many, ['__name__', ...m.labels]);
}
