/** H24: the code went back, and the database did not. */
import type { Hit, Rule, WrittenStep } from '../model.ts';
import { textsOf } from '../texts.ts';

const back = ({ kind, params }: WrittenStep): boolean =>
  kind === 'helm.rollback' ||
  kind === 'kubernetes.rolloutUndo' ||
  (kind === 'command.run' && /rollback|switch|checkout|revert/i.test(String(params.command)));
const SAYS = /\bmigrat|\bschema\b/i;

export const rollbackWithoutMigrations: Rule = {
  id: 'H24',
  title: 'Goes back, and says nothing of migrations',
  why: 'The release before did not know the columns of the new one. The rollback made an outage of a fault.',
  remedy:
    'Say what becomes of the database: a fact beside the choice, a note, or a manual.task that asks whether the release before bears its migrations',
  gravity: 'note',
  example: {
    fires: 'name: Back\nsteps:\n  - kubernetes.rolloutUndo: { namespace: shop, deployment: api }\n',
    fine: 'name: Back\nsteps:\n  - manual.task: Does the release before bear the migrations that have run since?\n  - kubernetes.rolloutUndo: { namespace: shop, deployment: api }\n',
  },
  find: ({ runbooks }) =>
    runbooks.flatMap((paper): readonly Hit[] => {
      const { file, steps } = paper;
      const first = steps.find(back);
      if (!first || textsOf(paper).some(({ text }) => SAYS.test(text))) return [];
      return [{ file, path: [...first.path, first.kind], key: true, what: `${first.kind}, and no word on migrations` }];
    }),
};
