/** A worker's life is a session lock: when its process dies, PostgreSQL lets go of it at once, and its leases are taken over. */
import pg from 'pg';
import { LIFE_LOCK } from './claims.ts';

export interface Life {
  /** This worker's number, written into its leases. */
  readonly worker: number;
  /** Loses it when PostgreSQL no longer answers on this connection: after a failover nothing else would tell. */
  check(): Promise<void>;
  end(): Promise<void>;
}

export async function beginLife(url: string, onLost: (error: Error) => void): Promise<Life> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tocsin-life',
    options: '-c search_path=tocsin -c role=tocsin_app',
    keepAlive: true,
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_500,
  });
  let over = false;
  /** Once: a connection that breaks says so twice, and the second time could take the life that followed. */
  const lose = (error: Error) => {
    if (over) return;
    over = true;
    void client.end().catch(() => {});
    onLost(error);
  };
  client.on('error', lose);
  client.on('end', () => lose(new Error('the life connection ended')));
  let checking: Promise<void> | undefined;
  let worker: number;
  try {
    await client.connect();
    const { rows } = await client.query<{ n: number }>("select nextval('worker_number')::int as n");
    worker = rows[0]!.n;
    await client.query('select pg_advisory_lock($1, $2)', [LIFE_LOCK, worker]);
  } catch (error) {
    over = true;
    void client.end().catch(() => {});
    throw error;
  }
  return {
    worker,
    check() {
      // Ticks may overlap; a connection does one thing at a time.
      checking ??= client
        .query('select 1')
        .then(() => {}, lose)
        .finally(() => {
          checking = undefined;
        });
      return checking;
    },
    async end() {
      over = true;
      await client.end().catch(() => {});
    },
  };
}
