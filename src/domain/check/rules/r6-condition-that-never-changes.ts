/** R6: `if: false`, left over from trying something out. */
import { evaluate, references } from '../../../lib/expression.ts';
import type { Hit, Rule } from '../model.ts';

export const conditionThatNeverChanges: Rule = {
  id: 'R6',
  title: 'A condition that is always the same',
  why: 'The step was switched off while somebody tried the others, and never again switched on; or it is believed to be guarded, and is not.',
  remedy: 'Write what it depends on: an input, a step before it, the incident; or delete the step',
  gravity: 'warning',
  example: {
    fires: 'name: Look\nsteps:\n  - note: Something is wrong\n    if: "1 > 2"\n',
    fine: 'name: Look\nsteps:\n  - note: Something is wrong\n    if: incident.rank <= 2\n',
  },
  find: ({ runbooks }) =>
    runbooks.flatMap(({ file, steps }) =>
      steps.flatMap(({ path, beside }) =>
        ['if', 'expect'].flatMap((key): readonly Hit[] => {
          const cel = beside[key];
          if (typeof cel === 'boolean') return [{ file, path: [...path, key], what: `${key}: ${cel}` }];
          if (typeof cel !== 'string' || references(cel).length > 0) return [];
          const is = evaluate(cel, {});
          return is.ok ? [{ file, path: [...path, key], what: `${key}: ${cel} is always ${String(is.value)}` }] : [];
        }),
      ),
    ),
};
