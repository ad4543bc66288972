/** Databases that runbooks ask: reachable as both roles, the looking one with no right but to read, and none of them our own record. */
import { PostgresSql } from '../../../adapters/postgres/postgres-sql.ts';
import type { Ask } from '../../../domain/runbook/asks.ts';
import { Fault } from '../../../ports/fault.ts';
import { databaseAddress } from '../../target-addresses.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict } from '../finding.ts';
import { isKnown, places } from './foreseen.ts';

const REMEDIES: Readonly<Record<string, string>> = {
  'postgres.too-powerful':
    'make a role of its own: create role … login; grant select on the tables it may read; nothing else',
  'postgres.our-own': 'name the address of the service’s own database in that secret',
  'postgres.no-address': 'set that variable where workers run, as postgres://user:password@host/database',
};

export const targetsDatabases: Check = {
  id: 'targets.databases',
  section: 'Targets',
  title: 'Databases that runbooks ask can be asked, and only asked',
  remedy: 'look at host, port, login and database in the secrets that workflows/org/targets.yaml names',
  async run({ catalog, asks, secrets, patience }) {
    const known = await catalog.known();
    const sql = new PostgresSql({ address: (name, role) => databaseAddress(known, secrets, name, role) });
    const byRole = new Map<
      string,
      { readonly database: string; readonly role: 'diagnose' | 'change'; readonly by: Ask[] }
    >();
    for (const ask of await asks.known()) {
      const { need } = ask;
      if (need.on !== 'database' || !isKnown(need.database)) continue;
      const key = `${need.database} as ${need.role}`;
      const one = byRole.get(key) ?? { database: need.database, role: need.role, by: [] };
      byRole.set(key, { ...one, by: [...one.by, ask] });
    }
    if (byRole.size === 0) return skipped('no runbook asks a database');
    const bounds = { timeout: patience, rows: 1 };
    const verdicts = await Promise.all(
      [...byRole.values()].map(async ({ database, role, by }): Promise<Verdict[]> => {
        try {
          await sql[role === 'diagnose' ? 'look' : 'change'](database, 'select 1', [], bounds);
          return [];
        } catch (e) {
          if (!(e instanceof Fault)) throw e;
          return [problem(`${e.message}: ${places(by)} will fail`, REMEDIES[e.code] ?? this.remedy)];
        }
      }),
    );
    const wrong = verdicts.flat();
    return wrong.length > 0 ? wrong : ok([...byRole.keys()].join(', '));
  },
};
