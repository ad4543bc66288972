/** In which order steps are begun and how a run ends, said a second time: one function that walks the tree as a reader would. */
import type { Tree } from './tree.ts';

export interface Told {
  /** Labels of the looks in the order in which they are begun. */
  readonly begun: readonly string[];
  readonly ends: 'done' | 'failed';
}

export function follow(trees: readonly Tree[]): Told {
  const begun: string[] = [];
  const ends = inOrder(trees, begun) ? 'done' : 'failed';
  return { begun, ends };
}

/** The first that fails ends the list. */
const inOrder = (trees: readonly Tree[], begun: string[]): boolean => trees.every((t) => worked(t, begun));

/** Whether what comes after it may go on. */
function worked(tree: Tree, begun: string[]): boolean {
  switch (tree.form) {
    case 'leaf':
      if (tree.guard === 'false') return true;
      begun.push(tree.label);
      return tree.works || tree.goesOn;
    case 'parallel': {
      const all = tree.branches.map((b) => worked(b, begun));
      // A look that only wanted to know something and could not stops nobody.
      return all.every((ok, n) => ok || !tree.branches[n]?.expects);
    }
    case 'each': {
      for (let n = 0; n < tree.rounds; n++) if (!inOrder(tree.steps, begun)) return tree.goesOn;
      return true;
    }
    case 'group': {
      const ok = inOrder(tree.steps, begun);
      // What is done after a failure mends nothing, and may fail itself.
      if (!ok && typeof tree.onFailure === 'object') inOrder(tree.onFailure, begun);
      const last = inOrder(tree.always ?? [], begun);
      return (ok && last) || tree.onFailure === 'continue';
    }
  }
}
