/** What the database says it has written survives a power cut. */
import type { Check } from '../check.ts';
import { ok, warning } from '../finding.ts';

const DURABLE = ['fsync', 'synchronous_commit', 'full_page_writes'];

export const databaseSettings: Check = {
  id: 'database.settings',
  section: 'Database',
  title: 'A commit survives a power cut',
  remedy: `look at ${DURABLE.join(', ')} in postgresql.conf`,
  async run({ database }) {
    const { settings } = await database.known();
    const off = DURABLE.filter((name) => settings[name] === 'off');
    if (off.length === 0) return ok(DURABLE.map((name) => `${name} ${settings[name] ?? 'unknown'}`).join(', '));
    return off.map((name) =>
      warning(
        `${name} is off: what was answered "ok" can be lost when the power goes`,
        `alter system set ${name} = on; select pg_reload_conf(); (or take it off the database or the role, where it may be set too)`,
      ),
    );
  },
};
