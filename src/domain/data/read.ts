/** org/targets.yaml: databases, caches and the statements that may be run there. The file may be missing: then there are none. */
import { z } from 'zod';
import { argumentName, argumentRule } from '../../lib/argument-rule.ts';
import { accepts, duration, slug, text } from '../../lib/yaml/fields.ts';
import { nearest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Statement, TargetsFile } from './model.ts';

const secret = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]{0,59}$/,
    'must be the name of a secret: ARCHITECT_DIAGNOSE_URL is set as TOCSIN_SECRET_ARCHITECT_DIAGNOSE_URL',
  );

const statement = z.strictObject({
  does: text(200),
  sql: z.string().trim().min(1).max(5_000),
  values: z.record(argumentName, argumentRule).default({}),
  risk: z.enum(['low', 'medium', 'high']).default('high'),
  timeout: duration({ min: 1_000, max: 3_600_000 }).default(60_000),
  preview: z.string().trim().min(1).max(5_000).optional(),
  undo: slug.optional(),
  accept: accepts,
});

const schema = z.strictObject({
  databases: z.record(slug, z.strictObject({ diagnose: secret, change: secret.optional() })).default({}),
  caches: z.record(slug, secret).default({}),
  statements: z.record(slug, statement).default({}),
});

export function readTargets(source: Source): TargetsFile | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  for (const [name, d] of Object.entries(written.databases)) {
    if (d.change === d.diagnose) {
      source.value(
        ['databases', name, 'change'],
        'both roles have the same address',
        'give the one that only looks a role without rights',
      );
    }
  }
  const names = Object.keys(written.statements);
  const statements = Object.fromEntries(
    Object.entries(written.statements).map(([name, s]) => {
      check(source, name, s, names);
      const { preview, undo, values, accept: _, ...rest } = s;
      const given = Object.entries(values).map(([key, rule]) => ({ name: key, rule }));
      const made: Statement = {
        name,
        ...rest,
        values: given,
        ...(preview ? { preview } : {}),
        ...(undo ? { undo } : {}),
      };
      return [name, made] as const;
    }),
  );
  const databases = Object.fromEntries(
    Object.entries(written.databases).map(([name, { diagnose, change }]) => [
      name,
      { diagnose, ...(change ? { change } : {}) },
    ]),
  );
  return { databases, caches: written.caches, statements };
}

function check(source: Source, name: string, s: z.output<typeof statement>, names: readonly string[]): void {
  const at = ['statements', name];
  const most = Math.max(0, ...[...s.sql.matchAll(/\$(\d+)/g)].map((m) => Number(m[1])));
  const count = Object.keys(s.values).length;
  if (most !== count) {
    source.value(
      [...at, 'sql'],
      `it holds values up to $${most}, and ${count} are declared`,
      'declare one under values: for each, in their order',
    );
  }
  if (s.sql.includes('${{'))
    source.value([...at, 'sql'], 'an expression cannot stand in SQL', 'write $1 and declare it under values:');
  if (s.undo !== undefined && !names.includes(s.undo)) {
    source.value([...at, 'undo'], `there is no statement ${s.undo}`, nearest(s.undo, names) ?? 'define it here');
  }
}
