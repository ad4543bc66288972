/** A PostgreSQL server of one's own that can be killed, frozen and started again on the same address and data. */
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { pickAccount } from '../../../src/db/embedded/account.ts';
import { findBinaries } from '../../../src/db/embedded/binaries.ts';
import { createCluster, loginFor } from '../../../src/db/embedded/cluster.ts';
import { urlOf } from '../../../src/db/embedded/connection.ts';
import { stopPostmaster } from '../../../src/db/embedded/postmaster.ts';
import { type ServerPlan, superviseServer } from '../../../src/db/embedded/supervise.ts';
import { migrate } from '../../../src/db/migrate.ts';

export interface PostgresServer {
  readonly port: number;
  /** A migrated database of its own on this server. */
  create(name: string): Promise<string>;
  drop(name: string): Promise<void>;
  /** SIGKILL of the postmaster: sessions end, nothing is written any more. */
  kill(): void;
  start(): Promise<void>;
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

const TEMPLATE = 'tocsin_template';

export async function startPostgresServer(dir: string): Promise<PostgresServer> {
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o711);
  const data = join(dir, 'pg18');
  const account = pickAccount(data);
  const bin = await findBinaries(join(dir, 'lib'));
  const login = loginFor(dir, data);
  await createCluster(bin, account, data, login, false);
  const plan: ServerPlan = { bin, account, data, login, port: undefined, durable: true, log: () => {} };
  let server = await superviseServer(plan);
  const { port } = server;
  const admin = async (text: string) => {
    const client = new pg.Client({ connectionString: urlOf(login, port, 'postgres') });
    client.on('error', () => {});
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  await admin(`create database ${TEMPLATE}`);
  await migrate(urlOf(login, port, TEMPLATE));
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(server.pid, name);
    } catch {
      // gone already
    }
  };
  return {
    port,
    async create(name) {
      await admin(`create database ${name} template ${TEMPLATE}`);
      return urlOf(login, port, name);
    },
    drop: (name) => admin(`drop database if exists ${name} with (force)`),
    kill: () => signal('SIGKILL'),
    async start() {
      server = await superviseServer({ ...plan, port });
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async stop() {
      signal('SIGCONT');
      await stopPostmaster(bin, account, data, server.pid);
    },
  };
}
