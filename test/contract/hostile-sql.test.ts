/** Statements that do more than look, on a real PostgreSQL: nothing changes, nobody is held up, and what goes through is known. */
import pg from 'pg';
import type { StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { HARMLESS, SQL } from '../corpora/sql.ts';
import { openSimulatedData, type SimulatedData } from '../support/simulated-data.ts';

/** A few at a time: each of the endless ones takes its five seconds. */
const AT_ONCE = 12;

let data: SimulatedData;
beforeAll(async () => {
  data = await openSimulatedData();
});
afterAll(() => data.close());

/** What it answered, or the kind of its refusal. */
async function said(sql: string): Promise<string> {
  const kind = kindOf('postgres.query');
  if (!kind || !('read' in kind)) throw new Error('there is no postgres.query');
  if (kind.schema.check({ database: 'architect', sql }).length > 0) return 'refused by the schema';
  return kind
    .read({ database: 'architect', sql }, data as unknown as StepPorts, { timeout: 5_000, now: 0, since: 0 })
    .then(
      (output) => `answered ${JSON.stringify(output).slice(0, 200)}`,
      (e: unknown) => {
        expect(e).toMatchObject({ name: 'Fault' });
        return 'failed';
      },
    );
}

const look = (): string => new URL(data.addresses.DIAGNOSE ?? '').username;

/** Everything a statement could have left behind. */
async function everything() {
  const of = (sql: string) => data.query(sql);
  return {
    canary: await of('select n from canary'),
    users: await of('select count(*)::int as n from users'),
    settings: await of('select * from settings'),
    tables: await of("select tablename from pg_tables where schemaname = 'public' order by 1"),
    objects: await of('select count(*)::int as n from pg_largeobject_metadata'),
    // Other tests make and drop roles of their own in the same server.
    roles: await of(
      `select rolname, rolsuper, rolconfig, rolcanlogin from pg_roles where rolname in ('evil', '${look()}') or rolsuper order by 1`,
    ),
    databases: await of('select datname, dattablespace from pg_database where datname = current_database()'),
    configured: await of(
      "select name, setting from pg_settings where source = 'configuration file' and name <> 'x' order by 1",
    ),
    functions: await of("select count(*)::int as n from pg_proc where pronamespace = 'public'::regnamespace"),
    slots: await of('select slot_name from pg_replication_slots'),
    extensions: await of('select extname from pg_extension order by 1'),
  };
}

test(`${SQL.length} hostile statements change nothing, hold nobody up, and only the known ones are answered`, async () => {
  expect(new Set(SQL).size).toBe(SQL.length);
  const heard: string[] = [];
  const listener = new pg.Client({ connectionString: data.addresses.CHANGE });
  listener.on('error', (e) => heard.push(String(e)));
  await listener.connect();
  listener.on('notification', (n) => heard.push(n.channel));
  await listener.query('listen x');
  const before = await everything();
  const went = new Map<string, string>();
  for (let i = 0; i < SQL.length; i += AT_ONCE) {
    await Promise.all(
      SQL.slice(i, i + AT_ONCE).map(async (sql) => {
        const what = await said(sql);
        if (what.startsWith('answered')) went.set(sql, what);
      }),
    );
  }
  expect(await everything()).toEqual(before);
  // What was sent arrives before the answer of a later question.
  await listener.query('select 1');
  await listener.end();
  expect(heard).toEqual([]);
  // Nobody still runs, waits, or holds a lock for one of them; nobody else was ended.
  const left = () => data.query('select query from pg_stat_activity where usename = $1', [look()]);
  // A server needs a moment to see that somebody hung up.
  for (const until = Date.now() + 10_000; (await left()).length > 0 && Date.now() < until; );
  expect(await left()).toEqual([]);
  const locks = `select count(*)::int as n from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`;
  expect(await data.query(locks)).toEqual([{ n: 0 }]);
  expect(Object.fromEntries(went)).toEqual(
    Object.fromEntries(
      [...went.keys()].map((sql) => [sql, sql in HARMLESS ? went.get(sql) : 'is not known to be harmless']),
    ),
  );
  expect(Object.keys(HARMLESS).filter((sql) => !went.has(sql))).toEqual([]);
}, 240_000);
