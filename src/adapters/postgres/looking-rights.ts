/** What a role that is meant only to look must not be able to do, asked of the database itself. */
import type pg from 'pg';

const USER_SCHEMAS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'`;
/** Itself, and every role it can make itself into, whether it inherits from them or not. */
const MINE = `pg_catalog.pg_has_role(current_user, r.oid, 'member')`;
const may = (what: string) => `exists (select from pg_catalog.pg_roles r where ${MINE} and ${what})`;
// Names are those of the catalogue itself: a role may have a search_path of its own.
const RELATIONS = 'pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace';
const seen = may(`pg_catalog.has_schema_privilege(r.oid, n.oid, 'USAGE')`);

/** In words that follow “the role …”, and whether it is so. */
const RIGHTS: Readonly<Record<string, string>> = {
  'is a superuser': may('r.rolsuper'),
  'may make roles or databases, replicate, or go around row security': may(
    '(r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls)',
  ),
  'may write, read files or stop others': may(`r.rolname in ('pg_write_all_data', 'pg_execute_server_program',
    'pg_write_server_files', 'pg_read_server_files', 'pg_signal_backend', 'pg_checkpoint', 'pg_maintain', 'pg_create_subscription')`),
  // A view or a foreign table can be written through as well; a grant on one column is enough.
  'may change tables': `exists (select from ${RELATIONS} where c.relkind in ('r', 'p', 'v', 'f') and ${USER_SCHEMAS} and ${seen}
    and ${may(`(pg_catalog.has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
      or pg_catalog.has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE'))`)})`,
  'may move sequences': `exists (select from ${RELATIONS} where ${USER_SCHEMAS} and ${seen}
    and case when c.relkind = 'S' then ${may(`pg_catalog.has_sequence_privilege(r.oid, c.oid, 'USAGE, UPDATE')`)} else false end)`,
  'may create in a schema or in the database': `${may(
    `pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database(), 'CREATE')`,
  )} or exists (select from pg_catalog.pg_namespace n where ${USER_SCHEMAS}
    and ${may(`pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE')`)})`,
  // Such a function does what its owner may. Everybody may call it unless that was revoked.
  'may call functions that act as somebody else (security definer)': `exists (select from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and p.proowner <> current_user::pg_catalog.regrole and ${USER_SCHEMAS} and ${seen}
    and ${may(`pg_catalog.has_function_privilege(r.oid, p.oid, 'EXECUTE')`)})`,
};

const ASKED = Object.values(RIGHTS)
  .map((is, i) => `(${is}) as r${i}`)
  .join(', ');

/** The first thing it may do too much; undefined when it may only look. */
export async function tooMuch(client: pg.Client): Promise<string | undefined> {
  const [row] = (await client.query<Record<string, boolean>>(`select ${ASKED}`)).rows;
  return Object.keys(RIGHTS).find((_, i) => row?.[`r${i}`] !== false);
}
