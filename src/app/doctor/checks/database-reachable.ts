/** The record is there, is a PostgreSQL we can use, and takes writes. */
import type { Check } from '../check.ts';
import { ok, problem } from '../finding.ts';

/** `server_version_num` of PostgreSQL 13. */
const OLDEST = 130_000;

export const databaseReachable: Check = {
  id: 'database.reachable',
  section: 'Database',
  title: 'PostgreSQL answers and takes writes',
  remedy: 'look whether PostgreSQL runs, and whether host, port, database, user and password in DATABASE_URL are right',
  async run({ database }) {
    const { version, login, standby } = await database.get();
    const name = `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`;
    if (version < OLDEST) {
      return problem(
        `${name} is too old: 13 is the oldest that works`,
        'upgrade the server, or name a newer one in DATABASE_URL',
      );
    }
    if (standby) {
      return problem('DATABASE_URL leads to a standby, which takes no writes', 'name the primary in DATABASE_URL');
    }
    return ok(`${name} as ${login}`);
  },
};
