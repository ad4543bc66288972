/** Databases that runbooks ask: reachable as both roles, two roles in one database, the looking one with no right but to read, and none our own record. */
import { PostgresSql } from '../../../adapters/postgres/postgres-sql.ts';
import { Fault } from '../../../ports/fault.ts';
import type { SqlValue } from '../../../ports/sql.ts';
import { databaseAddress } from '../../target-addresses.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict } from '../finding.ts';
import { byWhat, isKnown, places } from './foreseen.ts';

const REMEDIES: Readonly<Record<string, string>> = {
  'postgres.too-powerful':
    'make a role of its own: create role … login; grant select on the tables it may read; nothing else',
  'postgres.our-own': 'name the address of the service’s own database in that secret',
  'postgres.no-address': 'set that variable where workers run, as postgres://user:password@host/database',
};

/** The changing role only says who and where it is, too. */
const WHO = 'select current_user::text, pg_catalog.current_database()::text';

export const targetsDatabases: Check = {
  id: 'targets.databases',
  section: 'Targets',
  title: 'Databases that runbooks ask can be asked, and only asked',
  remedy: 'look at host, port, login and database in the secrets that workflows/org/targets.yaml names',
  async run({ catalog, asks, secrets, patience }) {
    const known = await catalog.known();
    const sql = new PostgresSql({ address: (name, role) => databaseAddress(known, secrets, name, role) });
    const byRole = byWhat(await asks.known(), ({ need }) =>
      need.on === 'database' && isKnown(need.database) ? as(need) : undefined,
    );
    if (byRole.size === 0) return skipped('no runbook asks a database');
    const bounds = { timeout: patience, rows: 1 };
    const who = new Map<string, readonly SqlValue[]>();
    const names = new Set<string>();
    const verdicts = await Promise.all(
      [...byRole].map(async ([key, by]): Promise<Verdict[]> => {
        const need = by[0]?.need;
        if (need?.on !== 'database') return [];
        const { database, role } = need;
        names.add(database);
        try {
          const { rows } = await sql[role === 'diagnose' ? 'look' : 'change'](database, WHO, [], bounds);
          who.set(key, rows[0] ?? []);
          return [];
        } catch (e) {
          if (!(e instanceof Fault)) throw e;
          return [problem(`${e.message}: ${places(by)} will fail`, REMEDIES[e.code] ?? this.remedy)];
        }
      }),
    );
    const wrong = [...verdicts.flat(), ...[...names].flatMap((name) => differing(name, who))];
    return wrong.length > 0 ? wrong : ok([...byRole.keys()].join(', '));
  },
};

const as = ({ database, role }: { database: string; role: 'diagnose' | 'change' }): string => `${database} as ${role}`;

function differing(name: string, who: ReadonlyMap<string, readonly SqlValue[]>): readonly Verdict[] {
  const [look, change] = (['diagnose', 'change'] as const).map((role) => who.get(as({ database: name, role })));
  if (!look || !change) return [];
  if (look[1] !== change[1]) {
    return [
      problem(
        `${name} is looked at in ${look[1]} and changed in ${change[1]}: plans would show another database`,
        'name the same database in both addresses',
      ),
    ];
  }
  if (look[0] !== change[0]) return [];
  return [
    problem(
      `${name} is looked at and changed as the same role ${look[0]}, which may only look`,
      'name a role in the address for changes that may do what the statements do',
    ),
  ];
}
