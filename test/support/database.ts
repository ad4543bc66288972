/** A migrated database of one's own, copied from the template in a moment. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  /** Owner's URL; the application connects with it as tocsin_app. */
  readonly url: string;
  /** As the owner: moves the clock, looks at rows, plays the intruder. */
  query<R extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** Moves the database's clock forward. */
  advance(ms: number): Promise<void>;
  drop(): Promise<void>;
}

export async function createDatabase(): Promise<TestDatabase> {
  const server = process.env.TOCSIN_TEST_SERVER;
  if (!server) throw new Error('no test server: run through jest with the projects of jest.config.js');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = async (text: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    // Copies of one template wait for each other; PostgreSQL refuses instead of waiting.
    for (let left = 100; ; left--) {
      try {
        await client.query(text);
        break;
      } catch (e) {
        if (left === 0 || (e as { code?: string }).code !== '55006') throw e;
      }
    }
    await client.end();
  };
  await admin(`create database ${name} template tocsin_template`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 2, options: '-c search_path=tocsin' });
  pool.on('error', () => {});
  return {
    url: url.href,
    async query<R extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
      return (await pool.query<R>(text, values)).rows;
    },
    async advance(ms) {
      await pool.query('update clock set offset_ms = offset_ms + $1', [ms]);
    },
    async drop() {
      await pool.end();
      await admin(`drop database if exists ${name} with (force)`);
    },
  };
}
