/** H2: `helm rollback … 1` goes to the first release there ever was. */
import { commandLines } from '../command-lines.ts';
import type { Rule } from '../model.ts';
import { matches } from '../texts.ts';

const LINE = /\bhelm\s+rollback\s+[\w./-]+\s+[1-9]\d*\b|--to-revision[= ][1-9]\d*/;

export const fixedRevision: Rule = {
  id: 'H2',
  title: 'Rolls back to a fixed revision',
  why: 'Revision 1 is the first release there ever was, not the one before. Half a year later it is half a year old.',
  remedy: 'Leave toRevision out: it is the one before, and the plan says which. Or take it from an input',
  gravity: 'error',
  example: {
    fires: 'name: Back\nsteps:\n  - helm.rollback: { release: api, namespace: shop, toRevision: 1 }\n',
    fine: 'name: Back\nsteps:\n  - helm.rollback: { release: api, namespace: shop }\n',
  },
  find: (material) => [
    ...material.runbooks.flatMap(({ file, steps }) =>
      steps
        .filter(({ params }) => typeof params.toRevision === 'number')
        .map((s) => ({ file, path: s.at('toRevision'), what: `${s.kind} to revision ${s.params.toRevision}` })),
    ),
    ...matches(commandLines(material), LINE),
  ],
};
