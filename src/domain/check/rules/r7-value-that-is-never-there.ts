/** R7: compared with what an input never is: a branch that nobody ever reaches. */
import { expressionsOf } from '../expressions.ts';
import type { Hit, Rule } from '../model.ts';

const COMPARED = /\binputs[.]([a-z]\w*)\s*[!=]=\s*(?:'([^']*)'|"([^"]*)"|(-?\d+)\b)/gi;

export const valueThatIsNeverThere: Rule = {
  id: 'R7',
  title: 'Compares with a value that is never given',
  why: 'The choices are eu and us, and the step asks for europe: it is skipped every time, and nobody notices in a green run.',
  remedy: 'Write one of the choices, or add the value to them',
  gravity: 'error',
  example: {
    fires:
      "name: Move\ninputs:\n  region: { type: string, choices: [eu, us] }\nsteps:\n  - note: Tell the European customers\n    if: inputs.region == 'europe'\n",
    fine: "name: Move\ninputs:\n  region: { type: string, choices: [eu, us] }\nsteps:\n  - note: Tell the European customers\n    if: inputs.region == 'eu'\n",
  },
  find: ({ runbooks }) =>
    runbooks.flatMap((paper) =>
      expressionsOf(paper).flatMap(({ file, path, text }) =>
        [...text.matchAll(COMPARED)].flatMap(([needle, name, single, double, number]): readonly Hit[] => {
          const choices = paper.runbook.inputs.find((i) => i.name === name)?.choices?.map(String);
          const value = single ?? double ?? number ?? '';
          if (!choices || choices.includes(value)) return [];
          return [{ file, path, needle, what: `${name} is never ${value}: it is one of ${choices.join(', ')}` }];
        }),
      ),
    ),
};
