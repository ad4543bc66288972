/** From a reviewed statement and what a runbook gives to exactly what is run, or why not. */
import { misfit } from '../../lib/argument-rule.ts';
import type { SqlValue } from '../../ports/sql.ts';
import type { PreparedStatement } from '../../ports/statements.ts';
import type { TargetsFile } from './model.ts';

export function prepareStatement(
  { statements }: TargetsFile,
  name: string,
  given: Readonly<Record<string, SqlValue>>,
): PreparedStatement | { readonly refused: string } {
  const s = Object.hasOwn(statements, name) ? statements[name] : undefined;
  if (!s) {
    const known = Object.keys(statements).join(', ') || 'none';
    return { refused: `there is no statement ${name.slice(0, 60)}; workflows/org/targets.yaml has ${known}` };
  }
  const strange = Object.keys(given).find((key) => !s.values.some((v) => v.name === key));
  if (strange !== undefined) return { refused: `${name} takes no value ${strange.slice(0, 40)}` };
  const values: SqlValue[] = [];
  for (const { name: key, rule } of s.values) {
    const value = given[key];
    if (value === undefined) return { refused: `${name} needs the value ${key}` };
    const wrong = misfit(rule, value);
    if (wrong !== undefined) return { refused: `${name}: ${key} ${wrong}` };
    values.push(value);
  }
  const { does, sql, risk, timeout, preview, undo } = s;
  return { does, sql, values, risk, timeout, ...(preview ? { preview } : {}), ...(undo ? { undo } : {}) };
}
