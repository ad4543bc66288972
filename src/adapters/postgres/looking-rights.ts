/** What a role that is meant only to look must not be able to do, asked of the database itself. */
import type pg from 'pg';

const USER_SCHEMAS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'`;

/** In words that follow “the role …”, and whether it is so. */
const RIGHTS: Readonly<Record<string, string>> = {
  'is a superuser': `current_setting('is_superuser') = 'on'`,
  'may make roles or databases, replicate, or go around row security': `exists (select from pg_roles r where r.rolname = current_user
    and (r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls))`,
  'may write, read files or stop others': `exists (select from pg_roles r where r.rolname in ('pg_write_all_data', 'pg_execute_server_program',
    'pg_write_server_files', 'pg_read_server_files', 'pg_signal_backend', 'pg_checkpoint', 'pg_maintain', 'pg_create_subscription')
    and pg_has_role(current_user, r.oid, 'member'))`,
  // A view or a foreign table can be written through as well; a grant on one column is enough.
  'may change tables': `exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'f') and ${USER_SCHEMAS} and has_schema_privilege(n.oid, 'USAGE')
    and (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER') or has_any_column_privilege(c.oid, 'INSERT, UPDATE')))`,
  'may move sequences': `exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${USER_SCHEMAS} and has_schema_privilege(n.oid, 'USAGE')
    and case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'USAGE, UPDATE') else false end)`,
  'may create in a schema or in the database': `has_database_privilege(current_database(), 'CREATE') or exists (
    select from pg_namespace n where ${USER_SCHEMAS} and has_schema_privilege(n.oid, 'CREATE'))`,
  // Such a function does what its owner may. Everybody may call it unless that was revoked.
  'may call functions that act as somebody else (security definer)': `exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and p.proowner <> current_user::regrole and ${USER_SCHEMAS}
    and has_schema_privilege(n.oid, 'USAGE') and has_function_privilege(p.oid, 'EXECUTE'))`,
};

const ASKED = Object.values(RIGHTS)
  .map((is, i) => `(${is}) as r${i}`)
  .join(', ');

/** The first thing it may do too much; undefined when it may only look. */
export async function tooMuch(client: pg.Client): Promise<string | undefined> {
  const [row] = (await client.query<Record<string, boolean>>(`select ${ASKED}`)).rows;
  return Object.keys(RIGHTS).find((_, i) => row?.[`r${i}`] !== false);
}
