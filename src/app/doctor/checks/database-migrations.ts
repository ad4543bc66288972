/** The database is at the version of this program. */
import type { Check } from '../check.ts';
import { ok, problem } from '../finding.ts';

export const databaseMigrations: Check = {
  id: 'database.migrations',
  section: 'Database',
  title: 'Every migration is applied',
  remedy: 'run: tocsin migrate',
  async run({ database }) {
    const { pending } = await database.known();
    if (pending.length === 0) return ok('all applied');
    return problem(
      `not applied yet: ${pending.join(', ')}`,
      'run: tocsin migrate (with a login that may create tables and a role; tocsin start does it too)',
    );
  },
};
