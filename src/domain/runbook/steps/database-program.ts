/** The programs of deploy/programs that back up and restore, as the kinds of PostgreSQL start them: which server, which words they say. */
import { z } from 'zod';
import type { Ran } from '../../../ports/command.ts';
import { Fault } from '../../../ports/fault.ts';

/** Milliseconds. A step has its own limit besides: `timeout`. */
export const TO_END = 4 * 3_600_000;

export const database = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,40}$/, 'must be the name of a database on that server: a-z, 0-9 and _');

/** Each server has its own entry in the operator's list, with the address and the login in its environment. */
export const server = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be the end of a name under binaries: database-backup-<server>')
  .optional();

export const programOf = (what: 'database-backup' | 'database-restore', of: string | undefined): string =>
  of === undefined ? what : `${what}-${of}`;

export const spokenOf = (name: string, of: string | undefined): string => (of === undefined ? name : `${of}/${name}`);

/** `key=value`, a line each, as these programs tell what they proved. */
export function told({ output }: Ran, ...needed: readonly string[]): Readonly<Record<string, string>> {
  const said = Object.fromEntries(
    output.split('\n').flatMap((l) => {
      const [, key, value] = /^([a-z0-9_.]+)=(.*)$/.exec(l) ?? [];
      return key === undefined ? [] : [[key, value ?? '']];
    }),
  );
  const missing = needed.find((key) => !said[key]);
  if (missing === undefined) return said;
  throw new Fault('permanent', 'postgres.not-proven', `it ended without saying ${missing}: do not rely on what it did`);
}
