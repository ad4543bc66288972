/** A service's own database and cache, as real servers: a role that may only look, one that may change, some tables and keys. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { PostgresSql } from '../../src/adapters/postgres/postgres-sql.ts';
import { RedisCache } from '../../src/adapters/redis/redis-cache.ts';
import { prepareStatement } from '../../src/domain/data/prepare.ts';
import { readTargets } from '../../src/domain/data/read.ts';
import { type FileIssue, openSource } from '../../src/lib/yaml/source.ts';
import type { Statements } from '../../src/ports/statements.ts';
import { startRedis } from './redis.ts';

export const TARGETS = `databases: { architect: { diagnose: DIAGNOSE, change: CHANGE } }
caches: { architect: CACHE }
statements:
  terminate-idle:
    does: End connections that are idle for long
    sql: select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle' and state_change < now() - $1 * interval '1 minute' and pid <> pg_backend_pid() and datname = current_database()
    values: { minutes: { min: 5, max: 1440 } }
    preview: select count(*) as connections from pg_stat_activity where state = 'idle' and state_change < now() - $1 * interval '1 minute' and datname = current_database()
  vacuum: { does: Clean up after deleted rows, sql: vacuum analyze, risk: medium }
  slow-log: { does: Log what takes a second, sql: "insert into settings values ('slow', $1::int)", values: { ms: { min: 100, max: 60000 } }, undo: slow-log-off }
  slow-log-off: { does: Log nothing slow, sql: "delete from settings where $1::int > 0", values: { ms: { min: 100, max: 60000 } } }
`;

export interface SimulatedData {
  readonly sql: PostgresSql;
  readonly statements: Statements;
  readonly cache: RedisCache;
  /** Undefined where there is no redis-server. */
  readonly redisUrl: string | undefined;
  /** As the owner of the database. */
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** Addresses by secret: a test may put another one. */
  readonly addresses: Record<string, string>;
  close(): Promise<void>;
}

export async function openSimulatedData(): Promise<SimulatedData> {
  const server = process.env.TOCSIN_TEST_SERVER;
  if (!server) throw new Error('no test server: run through jest with the projects of jest.config.js');
  const name = `s_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.query(`create role ${name}_look login password 'look'`);
  const at = (user?: string, password?: string) => {
    const url = new URL(server);
    url.pathname = `/${name}`;
    if (user !== undefined) url.username = user;
    if (password !== undefined) url.password = password;
    return url.href;
  };
  const owner = new pg.Pool({ connectionString: at(), max: 2 });
  owner.on('error', () => {});
  await owner.query(`create table users (id int primary key, name text); insert into users select n, 'user ' || n from generate_series(1, 500) n;
    create table settings (name text, value int); create table canary (n int); insert into canary values (1);
    revoke all on schema public from public; grant usage on schema public to ${name}_look; grant select on all tables in schema public to ${name}_look`);
  const redis = process.env.TOCSIN_TEST_REDIS ? await startRedis() : undefined;
  const issues: FileIssue[] = [];
  const source = openSource('org/targets.yaml', TARGETS, issues);
  const targets = source && readTargets(source);
  if (!targets || issues.length > 0) throw new Error(JSON.stringify(issues));
  const addresses: Record<string, string> = { DIAGNOSE: at(`${name}_look`, 'look'), CHANGE: at() };
  const url = (secret: string | undefined) =>
    secret !== undefined && addresses[secret] !== undefined ? { url: addresses[secret] } : { refused: 'there is none' };
  if (redis) addresses.CACHE = redis.url;
  return {
    addresses,
    redisUrl: redis?.url,
    sql: new PostgresSql({ address: (database, role) => url(targets.databases[database]?.[role]) }),
    statements: { prepare: (statement, given) => prepareStatement(targets, statement, given) },
    cache: new RedisCache({ address: (cache) => url(targets.caches[cache]) }),
    async query<R extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
      return (await owner.query<R>(text, values)).rows;
    },
    async close() {
      await owner.end();
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.query(`drop role ${name}_look`);
      await admin.end();
      await redis?.stop();
    },
  };
}
