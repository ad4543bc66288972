/** Where everything is measured: one PostgreSQL that writes to disk, a Redis when there is one, a database for each measure. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type PostgresServer, startPostgresServer } from '../test/chaos/servers/postgres.ts';
import { type RedisServer, startRedisServer } from '../test/chaos/servers/redis.ts';

export type Backend = 'postgres' | 'redis';

export interface Place {
  readonly dir: string;
  readonly postgres: PostgresServer;
  /** Undefined where there is no redis-server. */
  readonly redis: RedisServer | undefined;
  readonly backends: readonly Backend[];
  /** A new migrated database. */
  database(): Promise<string>;
  /** An empty one, for peers that make their own tables. */
  emptyDatabase(): Promise<string>;
  close(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const dir = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
  await chmod(dir, 0o711);
  const postgres = await startPostgresServer(join(dir, 'postgres'));
  const redis = await startRedisServer().catch(() => undefined);
  let made = 0;
  const database = () => {
    made += 1;
    return postgres.create(`bench_${made}`);
  };
  return {
    dir,
    postgres,
    redis,
    backends: redis ? ['postgres', 'redis'] : ['postgres'],
    database,
    async emptyDatabase() {
      const url = new URL(await database());
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      const name = `${url.pathname.slice(1)}_empty`;
      await client.query(`create database ${name}`);
      await client.end();
      url.pathname = `/${name}`;
      return url.href;
    },
    async close() {
      await redis?.stop();
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
