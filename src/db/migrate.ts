/** Brings a database to this version: forward only, safe to start from several processes at once. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LATEST_SCHEMA_VERSION, runMigrations as migrateBullMq } from 'bullmq';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { packageRoot } from '../lib/package-root.ts';

const folder = () => join(packageRoot(), 'src/db/migrations');

/** What this version knows and the database does not have yet; none: start-up needs no right to change the schema. */
export async function pending(client: Pick<pg.Client, 'query'>): Promise<string[]> {
  const files = (await readdir(folder())).filter((f) => f.endsWith('.sql')).map((f) => f.slice(0, -4));
  const { rows: there } = await client.query(
    `select to_regclass('tocsin.migration') is not null and to_regclass('bullmq.migration') is not null as yes`,
  );
  if (there[0]?.yes !== true) return files;
  const { rows } = await client.query<{ name: string }>('select name from tocsin.migration');
  const applied = new Set(rows.map((r) => r.name));
  const { rows: bell } = await client.query<{ version: number | null }>(
    'select max(version)::int as version from bullmq.migration',
  );
  const bellIsOld = (bell[0]?.version ?? 0) < LATEST_SCHEMA_VERSION;
  return [...files.filter((f) => !applied.has(f)), ...(bellIsOld ? ['bullmq'] : [])];
}

/** Also BullMQ's own tables, so that the application role needs no DDL. Returns the names of what was applied. */
export async function migrate(url: string, log: (line: string) => void = () => {}): Promise<string[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tocsin-migrate',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    if ((await pending(client)).length === 0) return [];
    await client.query('create schema if not exists tocsin');
    await client.query('set search_path = tocsin');
    const applied = await runner({
      dbClient: client,
      dir: folder(),
      direction: 'up',
      migrationsTable: 'migration',
      migrationsSchema: 'tocsin',
      checkOrder: true,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      log,
    });
    await migrateBullMq(client as unknown as Parameters<typeof migrateBullMq>[0]);
    // BullMQ makes a sequence per queue when the first job is added: in its own schema, which holds nothing else, it may.
    await client.query(`grant usage, create on schema bullmq to tocsin_app;
      grant all on all tables in schema bullmq to tocsin_app;
      grant all on all sequences in schema bullmq to tocsin_app;
      grant execute on all functions in schema bullmq to tocsin_app;`);
    return applied.map((m) => m.name);
  } finally {
    await client.end();
  }
}
