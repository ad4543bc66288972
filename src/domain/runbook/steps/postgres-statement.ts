/** postgres.statement: SQL that changes something, by the name it was reviewed under; a runbook gives values, never text. */
import { z } from 'zod';
import { cut } from '../output.ts';
import type { ChangeKind, StepPorts } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { LOOK, rowsOutput, sqlValue, tableLines } from './postgres-query.ts';

const name = z.string().regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, 'must be a name in workflows/org/targets.yaml');
const params = z.strictObject({ database: name, statement: name, values: z.record(z.string(), sqlValue).default({}) });

const request = z.strictObject({ database: z.string(), sql: z.string(), values: z.array(sqlValue), timeout: z.int() });

const SHOWN = 1_500;

async function preview(
  ports: StepPorts,
  database: string,
  text: string,
  values: readonly z.output<typeof sqlValue>[],
): Promise<string> {
  const { columns, rows, cut: more } = await ports.sql.look(database, text, values, LOOK);
  const lines = tableLines(columns, rowsOutput(columns, rows, more).rows as never);
  return cut(lines.join('\n'), SHOWN);
}

export const postgresStatement: ChangeKind = {
  name: 'postgres.statement',
  summary: 'Runs a reviewed statement that changes something in a database.',
  risk: 'high',
  class: 'once',
  mutates: true,
  schema: schemaOf(params, { mutates: true, outputs: ['tag', 'rows', 'count', 'columns', 'first', 'note', 'text'] }),
  examples: [
    {
      means: 'End connections that have been idle for long',
      params: { database: 'architect', statement: 'terminate-idle', values: { minutes: 10 } },
    },
  ],
  needs: (p) => [{ on: 'database', database: String(p.database), role: 'change' }],
  target: (p) => `database/${params.parse(p).database}`,
  async plan(p, ports) {
    const { database, statement, values: given } = params.parse(p);
    const made = ports.statements.prepare(statement, given);
    if ('refused' in made) return made;
    const { does, sql, values, risk, timeout, preview: look, undo } = made;
    const now = look === undefined ? undefined : await preview(ports, database, look, values);
    return {
      summary: `${does} in ${database}`,
      changes: [{ what: statement, from: '', to: cut(sql, SHOWN) }],
      risk,
      guarded: now === undefined ? {} : { preview: now },
      notes: [
        ...(values.length > 0
          ? [`Values: ${values.map((v, i) => `$${i + 1} = ${JSON.stringify(v)}`).join(', ')}`]
          : []),
        ...(now === undefined ? [] : [`What it is about now: ${now}`]),
        ...(undo === undefined ? ['There is no undo'] : []),
      ],
      request: { database, sql, values: [...values], timeout },
      ...(undo === undefined
        ? {}
        : {
            undo: {
              kind: 'postgres.statement',
              params: { database, statement: undo, values: given },
              summary: `${undo} in ${database}`,
            },
          }),
    };
  },
  async execute(plan, ports, { late }) {
    const { database, sql, values, timeout } = request.parse(plan.request);
    const { statement, values: given } = params.parse(plan.params);
    const made = ports.statements.prepare(statement, given);
    // The file may say something else by now: what was approved is these bytes.
    if ('refused' in made || made.sql !== sql)
      return { kind: 'drifted', moved: [`${statement}: its text has changed`] };
    if (made.preview !== undefined) {
      const now = await preview(ports, database, made.preview, values);
      if (now !== plan.guarded.preview) return { kind: 'drifted', moved: [`what it is about: ${cut(now, 120)}`] };
    }
    if (late) return { kind: 'late' };
    const {
      columns,
      rows,
      cut: more,
      tag,
    } = await ports.sql.change(database, sql, values, { timeout, rows: LOOK.rows });
    return { kind: 'done', output: { tag, ...rowsOutput(columns, rows, more), text: `${plan.summary}: ${tag}` } };
  },
  lines: (o) => [String(o.text)],
};
