/** H18: columns of pg_stat_statements that PostgreSQL 13 renamed. */
import type { Rule } from '../model.ts';
import { sqlOf } from '../sql.ts';

const OLD = /(?<![\w.])(?:\w+\.)?(?:mean|total|min|max|stddev)_time\b/;

export const renamedColumns: Rule = {
  id: 'H18',
  title: 'Columns that PostgreSQL renamed',
  why: 'mean_time and total_time of pg_stat_statements are mean_exec_time and total_exec_time since PostgreSQL 13: the query for slow queries fails when everything is slow.',
  remedy: 'mean_exec_time, total_exec_time',
  gravity: 'error',
  example: {
    fires:
      'name: Slow\nsteps:\n  - postgres.query: { database: shop, sql: "select query, mean_time from pg_stat_statements limit 10" }\n',
    fine: 'name: Slow\nsteps:\n  - postgres.query: { database: shop, sql: "select query, mean_exec_time from pg_stat_statements limit 10" }\n',
  },
  find: (material) =>
    sqlOf(material).flatMap(({ file, path, text }) => {
      const needle = /\bpg_stat_statements\b/i.test(text) ? OLD.exec(text)?.[0] : undefined;
      return needle ? [{ file, path, needle, what: needle }] : [];
    }),
};
