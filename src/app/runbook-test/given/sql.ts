/** `given.sql`: a question, or the name of a reviewed statement → rows. `<name> preview` is what stands before it. */
import { z } from 'zod';
import type { Catalog } from '../../../domain/catalog/model.ts';
import { prepareStatement } from '../../../domain/data/prepare.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Rows, Sql, SqlValue } from '../../../ports/sql.ts';
import type { Statements } from '../../../ports/statements.ts';
import { Answers, type InTime, inTime, spaced } from './answer.ts';
import type { Moment } from './calls.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const answer = z.union([
  z.strictObject({ rows: z.array(z.record(z.string(), value)).default([]), tag: z.string().default('') }),
  z.strictObject({ error: z.string() }),
  z.strictObject({ lost: z.literal(true) }),
]);
/** A list of rows alone would be taken for answers in time. */
export const sqlSchema = z.record(z.string(), inTime(answer));
type Answer = z.output<typeof answer>;

export function givenSql(
  all: Readonly<Record<string, InTime<Answer>>>,
  moment: Moment,
  { targets }: Pick<Catalog, 'targets'>,
) {
  const answers = new Answers<Answer>('sql', all, moment);
  const names = new Map<string, string>();
  const rowsFor = (database: string, text: string): Rows => {
    if (!Object.hasOwn(targets.databases, database)) {
      throw new Fault('permanent', 'sql.unknown', `workflows/org/targets.yaml has no database ${database}`);
    }
    const is = answers.to(names.get(spaced(text)) ?? text);
    if ('error' in is) throw new Fault('permanent', 'sql.error', is.error);
    if ('lost' in is) throw new Fault('unknown', 'sql.lost', 'the connection broke');
    const columns = Object.keys(is.rows[0] ?? {});
    return { columns, rows: is.rows.map((r) => columns.map((c) => r[c] ?? null)), cut: false, tag: is.tag };
  };
  const sql: Sql = {
    look: async (database, text) => rowsFor(database, text),
    async change(database, text, values: readonly SqlValue[]) {
      moment.calls.note(
        `SQL ${database} ${names.get(spaced(text)) ?? spaced(text)}${values.length > 0 ? ` ${JSON.stringify(values)}` : ''}`,
      );
      return rowsFor(database, text);
    },
  };
  const statements: Statements = {
    prepare(name, given) {
      const ready = prepareStatement(targets, name, given);
      if (!('refused' in ready)) {
        names.set(spaced(ready.sql), name);
        if (ready.preview !== undefined) names.set(spaced(ready.preview), `${name} preview`);
      }
      return ready;
    },
  };
  return { sql, statements, answers };
}
