// One real PostgreSQL for a jest run, with a migrated template that each test file copies in a moment.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { buildProduct } from '../../build.mjs';
import { buildParts } from './build-parts.mjs';
import { findChromium } from './find-chromium.mjs';

export default async function setup() {
  await buildProduct(process.cwd());
  await buildParts(process.cwd());
  const { startEmbedded } = await import('../../dist/parts/db/embedded/embedded-postgres.js');
  const { migrate } = await import('../../dist/parts/db/migrate.js');
  const server = await startEmbedded({
    dir: mkdtempSync(join(tmpdir(), 'tocsin-test-')),
    durable: false,
    log: (l) => process.env.TOCSIN_TEST_LOG && appendFileSync(process.env.TOCSIN_TEST_LOG, `${l}\n`),
  });
  const owner = new pg.Client({ connectionString: server.url });
  await owner.connect();
  await owner.query('create database tocsin_template');
  await owner.end();
  const url = new URL(server.url);
  url.pathname = '/tocsin_template';
  await migrate(url.href);
  process.env.TOCSIN_TEST_SERVER = server.url;
  const redis = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  const where = process.env.REDIS_URL
    ? `Redis at REDIS_URL`
    : redis.status === 0
      ? 'redis-server from the PATH'
      : undefined;
  process.env.TOCSIN_TEST_REDIS = process.env.REDIS_URL ?? (redis.status === 0 ? 'spawn' : '');
  const chromium = findChromium();
  process.env.TOCSIN_TEST_CHROMIUM = chromium ?? '';
  process.stdout.write(
    `\nEngine backends under test: PostgreSQL (embedded)${where ? ` and ${where}` : '; no redis-server and no REDIS_URL, so not Redis'}\n${chromium ? '' : 'No chromium on the PATH, so the pages are not looked at.\n'}`,
  );
  globalThis.__tocsinServer = server;
}
