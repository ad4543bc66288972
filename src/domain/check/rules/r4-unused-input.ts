/** R4: an input that nothing reads. */
import { references } from '../../../lib/expression.ts';
import { expressionsOf } from '../expressions.ts';
import type { Rule } from '../model.ts';

export const unusedInput: Rule = {
  id: 'R4',
  title: 'An input that nothing reads',
  why: 'Somebody is asked for a namespace, types another one than usual, and everything happens in the usual one.',
  remedy: 'Read it where it counts: "${{ inputs.namespace }}", or delete it',
  gravity: 'warning',
  example: {
    fires:
      'name: Back\ninputs:\n  namespace: { type: string }\nsteps:\n  - kubernetes.rolloutRestart: { namespace: shop, deployment: api }\n',
    fine: 'name: Back\ninputs:\n  namespace: { type: string }\nsteps:\n  - kubernetes.rolloutRestart: { namespace: "${{ inputs.namespace }}", deployment: api }\n',
  },
  find: ({ runbooks }) =>
    runbooks.flatMap((paper) => {
      const read = expressionsOf(paper)
        .flatMap(({ text }) => references(text))
        .filter(({ path }) => path[0] === 'inputs')
        .map(({ path }) => path[1]);
      // `inputs` as a whole, or with a computed key, reads any of them.
      if (read.includes(undefined)) return [];
      return paper.runbook.inputs
        .filter(({ name }) => !read.includes(name))
        .map(({ name }) => ({ file: paper.file, path: ['inputs', name], key: true as const, what: name }));
    }),
};
