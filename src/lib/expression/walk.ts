/** Reads an expression's tree: what it refers to, which functions it calls, how deep its loops are nested. */
import type { ASTNode } from '@marcbachmann/cel-js';

export interface Reference {
  /** `steps.pods['items']` → ['steps', 'pods', 'items']; stops where a key is computed. */
  readonly path: readonly string[];
  /** Inside `has(…)`: allowed not to exist. */
  readonly optional: boolean;
}

export interface Outline {
  readonly references: readonly Reference[];
  readonly calls: readonly string[];
  /** `a.map(x, b.all(y, …))` is 2. */
  readonly nesting: number;
}

const LOOPS = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);

export function walk(ast: ASTNode): Outline {
  const references: Reference[] = [];
  const calls: string[] = [];
  let nesting = 0;

  const visit = (node: ASTNode, bound: ReadonlySet<string>, optional: boolean, loops: number): void => {
    const path = pathOf(node);
    if (path) {
      if (!bound.has(path[0] ?? '')) references.push({ path, optional });
      return;
    }
    if (node.op === 'rcall' || node.op === 'call') {
      const [name, receiver, args] =
        node.op === 'rcall' ? node.args : ([node.args[0], undefined, node.args[1]] as const);
      calls.push(name);
      if (receiver) visit(receiver, bound, optional, loops);
      const [variable, ...bodies] = args;
      if (receiver && LOOPS.has(name) && variable?.op === 'id') {
        nesting = Math.max(nesting, loops + 1);
        const inner = new Set([...bound, variable.args]);
        for (const body of bodies) visit(body, inner, optional, loops + 1);
        return;
      }
      for (const arg of args) visit(arg, bound, optional || name === 'has', loops);
      return;
    }
    for (const child of children(node)) visit(child, bound, optional, loops);
  };

  visit(ast, new Set(), false, 0);
  return { references, calls, nesting };
}

function pathOf(node: ASTNode): string[] | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op === '.') {
    const left = pathOf(node.args[0]);
    return left && [...left, node.args[1]];
  }
  if (node.op === '[]' && node.args[1].op === 'value' && typeof node.args[1].args === 'string') {
    const left = pathOf(node.args[0]);
    return left && [...left, node.args[1].args];
  }
  return undefined;
}

/** Direct sub-expressions; shapes differ by operator, so nodes are found by what they are. */
export function children(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (isNode(value)) found.push(value);
  };
  collect(node.args);
  return found;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
