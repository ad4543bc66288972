/** R8: it says how long it may stand unread, and has stood longer. */
import { formatDuration } from '../../../lib/duration.ts';
import type { Hit, Rule } from '../model.ts';

export const nobodyHasReadIt: Rule = {
  id: 'R8',
  title: 'Nobody has read it for longer than it allows',
  why: 'The service was moved in spring, and the runbook still knows where it was in winter.',
  remedy: 'Read it, mend it, play its tests, and write the day: reviewed: 2026-11-27',
  // It comes with time alone: a pipeline must not fail for it on a Monday morning.
  gravity: 'note',
  example: {
    fires: 'name: Look\nreview: 30d\nreviewed: 2020-01-31\nsteps:\n  - note: Look\n',
    fine: 'name: Look\nreview: 30d\nreviewed: 2099-01-31\nsteps:\n  - note: Look\n',
  },
  find: ({ runbooks, now }) =>
    runbooks.flatMap(({ file, runbook: { review, reviewed } }): readonly Hit[] => {
      if (review === undefined || reviewed === undefined || now - reviewed <= review) return [];
      const day = new Date(reviewed).toISOString().slice(0, 10);
      return [{ file, path: ['reviewed'], what: `read last on ${day}, to be read every ${formatDuration(review)}` }];
    }),
};
