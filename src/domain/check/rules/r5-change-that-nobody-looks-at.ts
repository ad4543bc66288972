/** R5: the run is green, and the service is not. */
import type { Hit, Material, Rule, WrittenStep } from '../model.ts';

/** What a change of these does is seen outside; a setting or a statement answers for itself. */
const SERVES =
  /^(?:kubernetes[.](?:scale|rolloutRestart|rolloutUndo|apply|patch|delete)|helm[.](?:upgrade|install|rollback)|systemd[.]restart|postgres[.]restore)$/;
const SPEAKS = /^(?:note|wait|chat[.]post|incident[.].+|parallel|steps|ask[.]choice)$/;

/** Steps of another option are never taken after it. */
function together(a: WrittenStep, b: WrittenStep): boolean {
  const parts = a.path.findIndex((part, i) => part !== b.path[i]);
  return parts < 1 || a.path[parts - 1] !== 'options';
}

/** Cleaning up is looked at by whoever sees that it was needed. */
const cleansUp = ({ path }: WrittenStep): boolean => path.includes('onFailure') || path.includes('always');

function unseen({ file, steps }: Material['runbooks'][number], kinds: Material['kinds']): readonly Hit[] {
  return steps.flatMap((step, i): readonly Hit[] => {
    if (!SERVES.test(step.kind) || cleansUp(step)) return [];
    const looked = steps
      .slice(i + 1)
      .some((s) => together(step, s) && !kinds.schemaOf(s.kind)?.mutates && !SPEAKS.test(s.kind));
    return looked
      ? []
      : [{ file, path: [...step.path, step.kind], key: true, what: `${step.kind}, and nothing looks afterwards` }];
  });
}

export const changeThatNobodyLooksAt: Rule = {
  id: 'R5',
  title: 'A change that nothing looks at afterwards',
  why: 'The run ends green because the cluster took the change. The pods never came up, and everybody had gone back to bed.',
  remedy: 'Look: kubernetes.rolloutStatus, http.check with until:, or the figure that brought people here with watch:',
  gravity: 'warning',
  example: {
    fires:
      'name: Restart\nsteps:\n  - kubernetes.rolloutRestart: { namespace: shop, deployment: api }\n  - note: Done\n',
    fine: 'name: Restart\nsteps:\n  - kubernetes.rolloutRestart: { namespace: shop, deployment: api }\n  - kubernetes.rolloutStatus: { namespace: shop, deployment: api }\n',
  },
  find: ({ runbooks, kinds }) => runbooks.flatMap((paper) => unseen(paper, kinds)),
};
