/** H29: “errors in the last hour” counted all there ever were. */
import type { Hit, Rule } from '../model.ts';
import { sqlOf } from '../sql.ts';

const SPAN = /\b(?:last|past)\s+(?:\d+\s+)?(?:minutes?|hours?|days?|weeks?|months?)\b|\btoday\b/i;
const TIMED = /\binterval\b|\bnow\s*\(|\bcurrent_(?:date|timestamp)\b|\bage\s*\(|\$\d/i;

export const lastHourOfAllTime: Rule = {
  id: 'H29',
  title: 'Called the last hour, and asks for all time',
  why: 'The query of “errors in the last hour” had no time in it: everybody looked at a fault of last month.',
  remedy: "Say the time: where created_at > now() - interval '1 hour'; of logs: since: 1h",
  gravity: 'error',
  example: {
    fires:
      'name: Errors\nsteps:\n  - postgres.query: { database: shop, sql: "select count(*) as n from errors" }\n    name: Errors in the last hour\n',
    fine: 'name: Errors\nsteps:\n  - postgres.query: { database: shop, sql: "select count(*) as n from errors where at > now() - interval \'1 hour\'" }\n    name: Errors in the last hour\n',
  },
  find: (material) => [
    ...sqlOf(material)
      .filter(({ about, text }) => SPAN.test(about) && !TIMED.test(text))
      .map(({ file, path, about }): Hit => ({ file, path, what: `“${about.trim()}” without a time` })),
    ...material.runbooks.flatMap(({ file, steps }) =>
      steps
        .filter(
          (s) => s.kind === 'kubernetes.logs' && SPAN.test(String(s.beside.name ?? '')) && s.params.since === undefined,
        )
        .map((s): Hit => ({ file, path: [...s.path, 'name'], what: `“${String(s.beside.name)}” without since:` })),
    ),
  ],
};
