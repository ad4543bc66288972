/** SQL is SQL: every statement is declared once with a name, prepared by it, and checked against the schema by one test. */
import type pg from 'pg';

export interface Statement {
  readonly name: string;
  readonly text: string;
}

const all: Statement[] = [];

export function statement(name: string, text: string): Statement {
  const s = { name, text };
  all.push(s);
  return s;
}

/** Every statement of the files loaded so far, for the test that prepares them all. */
export const statements: readonly Statement[] = all;

export async function query<R extends pg.QueryResultRow>(
  on: Pick<pg.Pool, 'query'>,
  s: Statement,
  values: unknown[],
): Promise<R[]> {
  const result = await on.query<R>({ name: s.name, text: s.text, values });
  return result.rows;
}
