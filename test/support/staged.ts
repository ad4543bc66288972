/** A simulated world with a database and no bot in it: the test starts what it needs as processes. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStage, type Stage } from '../../src/app/story/stage.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { startProxy, type TcpProxy } from './tcp-proxy.ts';
import { endAll } from './tocsin.ts';

export interface Staged {
  readonly dir: string;
  readonly db: TestDatabase;
  /** Between the processes and their database. */
  readonly proxy: TcpProxy;
  readonly stage: Stage;
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function openStaged(more: { redisUrl?: string; mode?: 'http' | 'socket' } = {}): Promise<Staged> {
  const dir = await mkdtemp(join(tmpdir(), 'tocsin-roles-'));
  // PostgreSQL, when it is embedded, runs as another account than root and must reach its own folder in here.
  await chmod(dir, 0o711);
  const db = await createDatabase();
  const { hostname: host, port } = new URL(db.url);
  const proxy = await startProxy({ host, port: Number(port) });
  const stage = await openStage({ dir, databaseUrl: db.url, without: 'bot', ...more });
  return {
    dir,
    db,
    proxy,
    stage,
    environment: { ...stage.environment, DATABASE_URL: proxy.through(db.url), LOG_LEVEL: 'info' },
    async close() {
      await endAll();
      await stage.close();
      await proxy.close();
      await db.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Resolves when every target of a p1's first two levels has its alert in PagerDuty. */
export const paged = (stage: Stage, alerts = 3): Promise<number> =>
  new Promise((resolve) => {
    const enough = () => {
      if (stage.pagerduty.alerts().length < alerts) return;
      stop();
      resolve(Date.now());
    };
    const stop = stage.ledger.onWrite(() => setImmediate(enough));
    enough();
  });

/** Resolves when the simulated server gets a request like this. */
export const asked = (stage: Stage, server: string, path: RegExp): Promise<void> =>
  new Promise((resolve) => {
    const stop = stage.ledger.onWrite((e) => {
      if (e.server !== server || !path.test(`${e.method} ${e.path}`)) return;
      stop();
      resolve();
    });
  });
