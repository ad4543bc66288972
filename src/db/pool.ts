/** Connections to the record: bounded in time everywhere, so that a stopped database is an error and never a hang. */
import pg from 'pg';

export type Pool = pg.Pool;

export interface PoolOptions {
  readonly url: string;
  readonly max: number;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** `owner` migrates and moves the test clock; `app` cannot change the timeline. @default app */
  readonly as?: 'app' | 'owner';
  readonly searchPath?: string;
  /** A connection failed while nobody used it. */
  readonly onError: (error: Error) => void;
}

/**
 * Our statements are few, prepared, and reach their rows by an index: they are planned once, not for every call, and not by
 * what the statistics of a table that was empty a minute ago say.
 */
const OUR_STATEMENTS = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_mergejoin=off -c jit=off';

/** Figures from spec §5.7: a command must have failed visibly within 2.5 s. */
export function createPool(o: PoolOptions): Pool {
  const role = o.as === 'owner' ? '' : ' -c role=tocsin_app';
  const planner = o.searchPath === undefined ? ` ${OUR_STATEMENTS}` : '';
  const pool = new pg.Pool({
    connectionString: o.url,
    max: o.max,
    application_name: o.name,
    options: `-c search_path=${o.searchPath ?? 'tocsin'}${role}${planner}`,
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_500,
    statement_timeout: 2_300,
    lock_timeout: 1_500,
    idle_in_transaction_session_timeout: 5_000,
    keepAlive: true,
  });
  pool.on('error', o.onError);
  // Somebody may hold a connection between two statements when it breaks (BullMQ does); unheard, that would end the process.
  // The next statement says what happened.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
