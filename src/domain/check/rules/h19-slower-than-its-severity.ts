/** H19: three scales of severity; the page said 15 minutes and the scale said 5. */
import { formatDuration } from '../../../lib/duration.ts';
import type { Hit, Rule } from '../model.ts';

export const slowerThanItsSeverity: Rule = {
  id: 'H19',
  title: 'Lets people respond later than its severity does',
  why: 'One page gave a P1 fifteen minutes, another five. Whoever read the wrong one was late, and had done nothing wrong.',
  remedy: 'Delete respondWithin, so that the severity says it, or write no more than the severity allows',
  gravity: 'warning',
  example: {
    fires: 'name: Down\nfor: { severity: p1 }\nrespondWithin: 15m\nsteps:\n  - note: Look\n',
    fine: 'name: Down\nfor: { severity: p1 }\nrespondWithin: 5m\nsteps:\n  - note: Look\n',
  },
  // A runbook of several severities is held against the most patient of them.
  find: ({ runbooks, catalog }) =>
    runbooks.flatMap(({ file, runbook }): readonly Hit[] => {
      const { respondWithin, service } = runbook;
      const own = catalog.services.find((s) => s.name === service)?.severities;
      const allowed = Math.max(
        ...runbook.for.severity.map(
          (name) => own?.[name]?.respondWithin ?? catalog.severities.find((s) => s.name === name)?.respondWithin ?? 0,
        ),
      );
      if (respondWithin === undefined || allowed <= 0 || respondWithin <= allowed) return [];
      const what = `${formatDuration(respondWithin)}, where ${runbook.for.severity.join(', ')} allows ${formatDuration(allowed)}`;
      return [{ file, path: ['respondWithin'], what }];
    }),
};
