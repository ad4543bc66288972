/** H22: P3 and P4 had no path of escalation at all. */
import type { Hit, Rule } from '../model.ts';

export const noWayUp: Rule = {
  id: 'H22',
  title: 'A policy with nobody above the first level',
  why: 'The person on call does not hear the phone, and there is nobody else whom anything pages.',
  remedy: 'Add a level 2 with after: { unacknowledged: … } and somebody to page',
  gravity: 'warning',
  example: {
    file: 'org/escalation.yaml',
    fires: 'critical:\n  - { level: 1, page: "oncall:architect" }\n',
    fine: 'critical:\n  - { level: 1, page: "oncall:architect" }\n  - { level: 2, after: { unacknowledged: 5m }, page: "role:manager" }\n',
  },
  find: ({ catalog }) =>
    Object.values(catalog.policies)
      .filter((p) => !p.levels.some((l) => l.after && l.page.length > 0))
      .map(
        (p): Hit => ({
          file: 'org/escalation.yaml',
          path: [p.name],
          key: true,
          what: `${p.name} pages one level only`,
        }),
      ),
};
