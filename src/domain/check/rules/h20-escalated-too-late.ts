/** H20: to be answered within an hour, and escalated within two. */
import { formatDuration } from '../../../lib/duration.ts';
import type { Hit, Rule } from '../model.ts';
import { isFields } from '../written-steps.ts';

export const escalatedTooLate: Rule = {
  id: 'H20',
  title: 'Nobody else is paged before it is too late',
  why: 'A Severity 2 had to be answered within an hour, and the next person was paged after two. Nobody answered, and nobody knew until the promise was broken.',
  remedy:
    'Page somebody else while there is still time: after: { unacknowledged: … } no longer than respondWithin of the severity',
  gravity: 'warning',
  example: {
    file: 'org/escalation.yaml',
    fires:
      'critical:\n  - { level: 1, page: "oncall:architect" }\n  - { level: 2, after: { unacknowledged: 5h }, page: "role:manager" }\n',
    fine: 'critical:\n  - { level: 1, page: "oncall:architect" }\n  - { level: 2, after: { unacknowledged: 5m }, page: "role:manager" }\n',
  },
  // The most patient severity bounds what is certain: a level later than even that is late for all of them.
  find: ({ catalog, papers }) => {
    const value = papers.find((p) => p.file === 'org/escalation.yaml')?.value;
    return Object.values(catalog.policies).flatMap((policy): readonly Hit[] => {
      const second = policy.levels.find((l) => l.after?.clock === 'unacknowledged' && l.page.length > 0);
      const users = catalog.services.filter((s) => s.policy === policy.name);
      const slowest = Math.max(
        ...catalog.severities.map((s) =>
          Math.max(s.respondWithin, ...users.map((u) => u.severities[s.name]?.respondWithin ?? 0)),
        ),
      );
      if (!second?.after || second.immediately !== undefined || second.after.ms <= slowest) return [];
      const base = isFields(value) && Array.isArray(value[policy.name]) ? [policy.name] : [policy.name, 'levels'];
      return [
        {
          file: 'org/escalation.yaml',
          path: [...base, policy.levels.indexOf(second), 'after'],
          what: `level ${second.level} after ${formatDuration(second.after.ms)}, where an answer is due within ${formatDuration(slowest)}`,
        },
      ];
    });
  },
};
