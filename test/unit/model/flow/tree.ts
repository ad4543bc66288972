/** Steps that only look, in every form they may stand in: as a tree, and as the YAML that a person would write for it. */
export interface Leaf {
  readonly form: 'leaf';
  readonly label: string;
  readonly works: boolean;
  readonly guard: 'none' | 'true' | 'false';
  /** It expects something, rather than only wanting to know. */
  readonly expects: boolean;
  readonly goesOn: boolean;
}

export interface Together {
  readonly form: 'group';
  readonly steps: readonly Tree[];
  /** A list of steps, or simply go on. */
  readonly onFailure: readonly Tree[] | 'continue' | undefined;
  readonly always: readonly Tree[] | undefined;
}

export interface AtOnce {
  readonly form: 'parallel';
  readonly branches: readonly Leaf[];
}

export interface Each {
  readonly form: 'each';
  readonly rounds: number;
  readonly steps: readonly Tree[];
  readonly goesOn: boolean;
}

export type Tree = Leaf | Together | AtOnce | Each;

/** JSON is YAML. */
export function written(tree: Tree): object {
  switch (tree.form) {
    case 'leaf':
      return {
        'prometheus.query': 'up',
        name: tree.label,
        ...(tree.guard === 'none' ? {} : { if: tree.guard }),
        ...(tree.expects ? { expect: 'value >= 0' } : {}),
        ...(tree.goesOn ? { onFailure: 'continue' } : {}),
      };
    case 'parallel':
      return { parallel: tree.branches.map(written) };
    case 'each':
      return {
        forEach: Array.from({ length: tree.rounds }, (_, n) => n),
        steps: tree.steps.map(written),
        ...(tree.goesOn ? { onFailure: 'continue' } : {}),
      };
    case 'group': {
      const { onFailure, always } = tree;
      const after = typeof onFailure === 'object' ? onFailure.map(written) : onFailure;
      return {
        steps: tree.steps.map(written),
        ...(after === undefined ? {} : { onFailure: after }),
        ...(always === undefined ? {} : { always: always.map(written) }),
      };
    }
  }
}

/** The same trees, each look with a name of its own. */
export function labelled(trees: readonly Tree[]): readonly Tree[] {
  let n = 0;
  const one = (t: Tree): Tree => {
    switch (t.form) {
      case 'leaf':
        n += 1;
        return { ...t, label: `L${n}` };
      case 'parallel':
        return { ...t, branches: t.branches.map((b) => one(b) as Leaf) };
      case 'each':
        return { ...t, steps: t.steps.map(one) };
      case 'group': {
        const steps = t.steps.map(one);
        const onFailure = typeof t.onFailure === 'object' ? t.onFailure.map(one) : t.onFailure;
        return { ...t, steps, onFailure, always: t.always?.map(one) };
      }
    }
  };
  return trees.map(one);
}

export const leaves = (trees: readonly Tree[]): readonly Leaf[] => trees.flatMap(leavesOf);

function leavesOf(t: Tree): readonly Leaf[] {
  switch (t.form) {
    case 'leaf':
      return [t];
    case 'parallel':
      return t.branches;
    case 'each':
      return leaves(t.steps);
    case 'group':
      return leaves([...t.steps, ...(typeof t.onFailure === 'object' ? t.onFailure : []), ...(t.always ?? [])]);
  }
}
