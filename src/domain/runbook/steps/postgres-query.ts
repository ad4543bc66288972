/** postgres.query: one statement that only looks, as a role that can do nothing else. Values are $1, $2, …, never text. */
import { z } from 'zod';
import type { SqlValue } from '../../../ports/sql.ts';
import type { Output } from '../step-kind.ts';
import { readKind } from './read-kind.ts';

export const LOOK = { timeout: 5_000, rows: 200 } as const;

const name = z
  .string()
  .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, 'must be the name of a database in workflows/org/targets.yaml');
export const sqlValue = z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()]);

const params = z.strictObject({
  database: name,
  sql: z.string().trim().min(1).max(5_000),
  values: z.array(sqlValue).max(20).default([]),
});

export function rowsOutput(columns: readonly string[], rows: readonly (readonly SqlValue[])[], cut: boolean): Output {
  const items = rows.map((r) => Object.fromEntries(columns.map((c, i) => [c, r[i] ?? null])));
  return {
    columns: [...columns],
    rows: items,
    count: rows.length,
    ...(items[0] ? { first: items[0] } : {}),
    ...(cut ? { note: `there are more: only the first ${rows.length} rows are shown` } : {}),
  };
}

export function tableLines(columns: readonly string[], rows: readonly Output[]): readonly string[] {
  if (rows.length === 0) return ['no rows'];
  return [columns.join(' | '), ...rows.slice(0, 9).map((r) => columns.map((c) => String(r[c] ?? '∅')).join(' | '))];
}

export const postgresQuery = readKind({
  name: 'postgres.query',
  summary: 'Asks a database one question, as a role that may only look: 5 seconds, 200 rows.',
  params,
  offers: { literal: ['sql'], outputs: ['columns', 'rows', 'count', 'first', 'note'] },
  examples: [
    {
      means: 'Connections by their state',
      params: {
        database: 'architect',
        sql: "select coalesce(state, 'background') as state, count(*) from pg_stat_activity group by 1 order by 2 desc",
      },
    },
    { means: 'With a value', params: { database: 'architect', sql: 'select $1::int + 1 as next', values: [41] } },
  ],
  needs: (p) => [{ on: 'database', database: String(p.database), role: 'diagnose' }],
  async read({ database, sql: text, values }, { sql }) {
    const { columns, rows, cut } = await sql.look(database, text, values, LOOK);
    return rowsOutput(columns, rows, cut);
  },
  lines: ({ columns, rows, note }) => [
    ...tableLines(columns as readonly string[], rows as readonly Output[]),
    ...(note === undefined ? [] : [String(note)]),
  ],
});
