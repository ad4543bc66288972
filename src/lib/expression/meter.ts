/** Bounds what one evaluation may do: CEL always ends, but loops over large lists multiply and `a + a` doubles. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { ExpressionError } from './scope.ts';
import { children } from './walk.ts';

const MAX_WORK = 200_000;
const MAX_LENGTH = 256 * 1024;

type Evaluate = (...args: unknown[]) => unknown;

/**
 * Counts every evaluation of every node and the size of what it gives. The library has no such limit, so its nodes'
 * `evaluate` is wrapped; test/unit/expression.test.ts fails if a new version no longer passes through it.
 */
export function meter(root: ASTNode): { check(): void } {
  let work = 0;
  let failure: ExpressionError | undefined;

  const spend = (n: number): void => {
    work += n;
    if (work > MAX_WORK) failure ??= new ExpressionError('the expression does too much work on this much data');
    if (failure) throw failure;
  };
  const weigh = (value: unknown): void => {
    if (typeof value !== 'string' && !Array.isArray(value)) return;
    if (value.length > MAX_LENGTH) failure ??= new ExpressionError('the expression makes a value that is too large');
    spend(value.length >> 8);
  };
  const wrap = (node: ASTNode): void => {
    let inner = Reflect.get(node, 'evaluate') as Evaluate;
    const counted: Evaluate = (...args) => {
      spend(1);
      const value = inner.apply(node, args);
      weigh(value);
      return value;
    };
    // The library replaces a node's evaluate at its first use; the replacement is wrapped as well.
    Object.defineProperty(node, 'evaluate', { get: () => counted, set: (f: Evaluate) => (inner = f) });
    for (const child of children(node)) wrap(child);
  };
  wrap(root);

  // A quantifier swallows its predicate's errors; ours must survive it.
  return {
    check() {
      if (failure) throw failure;
    },
  };
}
