/** How a database stands, read without changing anything: for `doctor`. The session is read-only, whoever logs in. */
import pg from 'pg';
import { pending } from './migrate.ts';

export interface ApplicationRole {
  readonly superuser: boolean;
  /** The login may act as it. */
  readonly member: boolean;
  /** It owns the timeline, directly or through a role: then no privilege holds it. */
  readonly owner: boolean;
  /** Of the timeline. */
  readonly granted: readonly string[];
}

export interface DatabaseState {
  /** `server_version_num`: 180004. */
  readonly version: number;
  readonly login: string;
  /** A standby, which takes no writes. */
  readonly standby: boolean;
  readonly pending: readonly string[];
  /** Undefined before the first migration. */
  readonly role: ApplicationRole | undefined;
  /** The trigger that refuses changes to the timeline is there and switched on. */
  readonly guarded: boolean;
  readonly settings: Readonly<Record<string, string>>;
  /** The server's clock, milliseconds since the epoch, and ours around the question. */
  readonly clock: { readonly server: number; readonly asked: number; readonly answered: number };
  /** What the table `clock` adds: anything but 0 is a test or the sandbox. */
  readonly offset: number;
}

const SETTINGS = ['fsync', 'synchronous_commit', 'full_page_writes'];
const PRIVILEGES = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'];

export async function databaseState(url: string, timeout: number): Promise<DatabaseState> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tocsin-doctor',
    options: '-c default_transaction_read_only=on',
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    statement_timeout: timeout,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return await stateOf(client);
  } finally {
    // A server that hangs is not waited for to say goodbye.
    void client.end().catch(() => {});
  }
}

async function one<R extends pg.QueryResultRow>(client: pg.Client, text: string, values: unknown[] = []): Promise<R> {
  const { rows } = await client.query<R>(text, values);
  if (!rows[0]) throw new Error('the database gave no row');
  return rows[0];
}

async function stateOf(client: pg.Client): Promise<DatabaseState> {
  const asked = Date.now();
  const { server } = await one<{ server: number }>(
    client,
    'select extract(epoch from clock_timestamp())::float8 * 1000 as server',
  );
  const clock = { server, asked, answered: Date.now() };
  const about = await one<{ version: number; login: string; standby: boolean; migrated: boolean; role: boolean }>(
    client,
    `select current_setting('server_version_num')::int as version, current_user as login, pg_is_in_recovery() as standby,
            to_regclass('tocsin.timeline') is not null and to_regclass('tocsin.clock') is not null as migrated,
            exists (select from pg_roles where rolname = 'tocsin_app') as role`,
  );
  const { rows } = await client.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [SETTINGS],
  );
  const ready = about.migrated && about.role;
  return {
    version: about.version,
    login: about.login,
    standby: about.standby,
    pending: await pending(client),
    role: ready ? await roleOf(client) : undefined,
    guarded: ready && (await isGuarded(client)),
    settings: Object.fromEntries(rows.map((r) => [r.name, r.setting])),
    clock,
    offset: ready ? await offsetOf(client) : 0,
  };
}

async function roleOf(client: pg.Client): Promise<ApplicationRole> {
  return one<ApplicationRole & pg.QueryResultRow>(
    client,
    `select r.rolsuper as superuser,
            pg_has_role(current_user, r.oid, 'member') as member,
            pg_has_role(r.oid, t.relowner, 'member') as owner,
            array(select p from unnest($1::text[]) p
                   where has_table_privilege(r.oid, t.oid, p)
                      or (p in ('SELECT', 'INSERT', 'UPDATE') and has_any_column_privilege(r.oid, t.oid, p))) as granted
       from pg_roles r, pg_class t where r.rolname = 'tocsin_app' and t.oid = 'tocsin.timeline'::regclass`,
    [PRIVILEGES],
  );
}

async function isGuarded(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(
    `select from pg_trigger where tgrelid = 'tocsin.timeline'::regclass and not tgisinternal
        and tgname in ('append_only', 'append_only_truncate') and tgenabled in ('O', 'A')`,
  );
  return rows.length === 2;
}

async function offsetOf(client: pg.Client): Promise<number> {
  return (await one<{ ms: number }>(client, 'select offset_ms::float8 as ms from tocsin.clock')).ms;
}
