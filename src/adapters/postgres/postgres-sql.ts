/** The sql port over PostgreSQL: a connection for each question, the extended protocol, and limits the server holds. */
import pg from 'pg';
import { storable } from '../../lib/json.ts';
import { Fault } from '../../ports/fault.ts';
import type { Rows, Sql, SqlBounds, SqlValue } from '../../ports/sql.ts';
import { call, type OnCall } from '../http/call.ts';
import type { CallEffect } from '../http/target.ts';
import { tooMuch } from './looking-rights.ts';

export interface PostgresSqlOptions {
  /** Address of a database for a role, or why there is none. */
  address(database: string, role: 'diagnose' | 'change'): { readonly url: string } | { readonly refused: string };
  readonly onCall?: OnCall | undefined;
}

const CONNECT = 3_000;
/** Around the server's own limit: the network may hang. */
const SLACK = 2_000;
const LONGEST_VALUE = 2_000;
const LARGEST = 64 * 1024;

/** Our own record is nobody's to ask or to change. By the catalogue, which everybody may read: a role without USAGE sees it too. */
const OURS = `select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'tocsin' and c.relname = 'timeline') as ours`;

export class PostgresSql implements Sql {
  readonly #o: PostgresSqlOptions;

  constructor(o: PostgresSqlOptions) {
    this.#o = o;
  }

  look(database: string, text: string, values: readonly SqlValue[], bounds: SqlBounds): Promise<Rows> {
    return this.#ask(database, 'diagnose', 'read', bounds, async (client) => {
      await refuseOurs(client, database);
      await refuseRights(client, database);
      await client.query('set default_transaction_read_only = on');
      // Never committed: what PostgreSQL sends to others only then (NOTIFY) is not sent, and what stands in no transaction does not run.
      await client.query('begin transaction read only');
      return await rowsOf(client, text, values, bounds);
    });
  }

  change(database: string, text: string, values: readonly SqlValue[], bounds: SqlBounds): Promise<Rows> {
    return this.#ask(database, 'change', 'change', bounds, async (client, sending) => {
      await refuseOurs(client, database);
      sending();
      return await rowsOf(client, text, values, bounds);
    });
  }

  async #ask(
    database: string,
    role: 'diagnose' | 'change',
    effect: CallEffect,
    { timeout }: SqlBounds,
    /** `sending`: from here on a change may have happened. */
    work: (client: pg.Client, sending: () => void) => Promise<Rows>,
  ): Promise<Rows> {
    const address = this.#o.address(database, role);
    if ('refused' in address) throw new Fault('permanent', 'postgres.no-address', address.refused);
    const label = `the database ${database}`;
    const plan = { vendor: 'postgres', label, operation: role === 'change' ? 'statement' : 'query', effect } as const;
    const deadline = timeout + CONNECT + SLACK;
    let sent = false;
    const translate = (e: unknown) => faultOf(label, e, sent ? effect : 'read');
    return await call({ ...plan, deadline, onCall: this.#o.onCall, translate }, async (signal) => {
      const client = new pg.Client({
        connectionString: address.url,
        connectionTimeoutMillis: CONNECT,
        statement_timeout: timeout,
        application_name: 'tocsin',
        options: '-c lock_timeout=5000 -c idle_in_transaction_session_timeout=10000',
      });
      client.on('error', () => {});
      signal.addEventListener('abort', () => void client.end().catch(() => {}), { once: true });
      try {
        await client.connect();
        return await work(client, () => {
          sent = true;
        });
      } finally {
        await client.end().catch(() => {});
      }
    });
  }
}

async function refuseOurs(client: pg.Client, database: string): Promise<void> {
  const [r] = (await client.query<{ ours: boolean }>(OURS)).rows;
  if (r?.ours)
    throw new Fault('permanent', 'postgres.our-own', `${database} is Tocsin's own record: name another database`);
}

async function refuseRights(client: pg.Client, database: string): Promise<void> {
  const why = await tooMuch(client);
  if (why === undefined) return;
  const text = `the role that looks at ${database} ${why}: give it one without rights but to read`;
  throw new Fault('permanent', 'postgres.too-powerful', text);
}

/** One statement by the extended protocol, which takes no second one; as many rows as are wanted. */
function rowsOf(
  client: pg.Client,
  text: string,
  values: readonly SqlValue[],
  { rows: most }: SqlBounds,
): Promise<Rows> {
  return new Promise((ok, no) => {
    const rows: SqlValue[][] = [];
    let size = 0;
    let cut = false;
    const query = new pg.Query<unknown[]>({
      text,
      values: [...values],
      rowMode: 'array',
      queryMode: 'extended',
    } as pg.QueryConfig);
    query.on('row', (row: unknown[]) => {
      if (cut) return;
      const told = row.map(toldAs);
      size += JSON.stringify(told).length;
      if (rows.length >= most || size > LARGEST) cut = true;
      else rows.push(told);
    });
    query.on('error', no);
    query.on('end', (result: pg.ResultBuilder<unknown[]>) => {
      const { command, rowCount, fields } = result;
      ok({
        columns: fields.map((f) => f.name),
        rows,
        cut,
        tag: [command, rowCount].filter((x) => x !== null).join(' '),
      });
    });
    client.query(query);
  });
}

function toldAs(value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') {
    // Counts and sizes come as text, because they may be larger than a number holds.
    if (/^-?\d{1,15}$/.test(value)) return Number(value);
    return storable(value).slice(0, LONGEST_VALUE);
  }
  if (value instanceof Date) return value.toISOString();
  return storable(JSON.stringify(value) ?? String(value)).slice(0, LONGEST_VALUE);
}

/** What the server says is final, except that it is away or somebody was in the way. */
function faultOf(label: string, error: unknown, effect: CallEffect): Fault | undefined {
  const { code, message } = error as { code?: string; message?: string };
  const text = `${label}: ${(message ?? String(error)).slice(0, 300)}`;
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return undefined;
  const name = `postgres.${code}`;
  // Lock not available, serialization: it surely did not happen.
  if (['55P03', '40001'].includes(code)) return new Fault('retry', name, text, { cause: error });
  // Cancelled, deadlock: a part of what needs no transaction (VACUUM, an index built concurrently, connections ended) may stand.
  if (['57014', '40P01'].includes(code)) {
    return new Fault(effect === 'change' ? 'unknown' : 'retry', name, text, { cause: error });
  }
  // Connections: refused (08001), too many (53300), shutting down (57P01…): unknown once something was sent that changes.
  if (/^(08|53|57P)/.test(code)) {
    return new Fault(effect === 'change' ? 'unknown' : 'retry', name, text, { cause: error });
  }
  return new Fault('permanent', name, text, { cause: error });
}
