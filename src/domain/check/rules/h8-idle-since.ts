/** H8: a connection is idle since its state changed, not since its last query began. */
import type { Rule } from '../model.ts';
import { sqlOf } from '../sql.ts';

export const idleSince: Rule = {
  id: 'H8',
  title: 'Idle by when the last query began',
  why: 'query_start is when the last query began. A report that took ten minutes and ended a second ago looks idle for ten minutes, and is ended in the middle of its transaction.',
  remedy: "Ask state = 'idle' and state_change < now() - …",
  gravity: 'error',
  example: {
    file: 'org/targets.yaml',
    fires:
      "statements:\n  end-idle:\n    does: Ends idle connections\n    sql: select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle' and query_start < now() - interval '10 minutes'\n",
    fine: "statements:\n  end-idle:\n    does: Ends idle connections\n    sql: select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle' and state_change < now() - interval '10 minutes'\n",
  },
  find: (material) =>
    sqlOf(material)
      .filter(
        ({ text }) =>
          /\bidle\b/i.test(text) &&
          /\bquery_start\s*(?:<|>)|[-<>]\s*query_start\b/i.test(text) &&
          !/\bstate_change\b/i.test(text),
      )
      .map(({ file, path }) => ({ file, path, needle: 'query_start', what: 'idle connections by query_start' })),
};
