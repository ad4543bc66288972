/**
 * A real PostgreSQL in a folder, for whoever has not set up one: nothing to install, nothing lost over restarts, and
 * nobody else's. Listens on 127.0.0.1 only; the password is in a file that only its owner reads.
 */
import fs from 'node:fs';
import path from 'node:path';
import { checkReach, pickAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { clusterExists, createCluster, loginFor } from './cluster.ts';
import { DATABASE, ensureDatabase, urlOf } from './connection.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { holdFolder } from './holder.ts';
import { stopPostmaster } from './postmaster.ts';
import { superviseServer } from './supervise.ts';

export { EmbeddedPostgresError } from './embedded-postgres-error.ts';

export interface EmbeddedPostgresOptions {
  /** Everything is kept in here. Made when missing. */
  readonly dir: string;
  /** @default any free port */
  readonly port?: number;
  /** Lines PostgreSQL writes, and what happened to it. */
  readonly log?: (line: string) => void;
  /** False trades safety against power loss for speed: tests only. @default true */
  readonly durable?: boolean;
}

export interface EmbeddedPostgres {
  /** Owner (superuser) of the database `tocsin`. Holds the password: not for logs. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** True when the server of an earlier process was still running and was taken over. */
  readonly adopted: boolean;
  /** Ends sessions, writes everything, waits until the server is gone, and lets the folder go. */
  stop(): Promise<void>;
}

function openFolder(root: string, others: boolean): void {
  try {
    fs.mkdirSync(root, { recursive: true, mode: others ? 0o711 : 0o700 });
    // Another account must pass through; it lists nothing, and what it may not read keeps its own mode.
    if (others) fs.chmodSync(root, (fs.statSync(root).mode & 0o777) | 0o711);
    fs.accessSync(root, fs.constants.W_OK | fs.constants.X_OK);
  } catch (e) {
    throw new EmbeddedPostgresError(
      `The folder ${root} cannot be used: ${e instanceof Error ? e.message : String(e)}. ` +
        'Give this user the right to write there, use another folder, or set DATABASE_URL.',
    );
  }
}

export async function startEmbedded(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const root = path.resolve(options.dir);
  const data = path.join(root, 'pg18');
  const durable = options.durable ?? true;
  const log = options.log ?? (() => {});
  openFolder(root, process.getuid?.() === 0);
  const account = pickAccount(data);
  const holder = holdFolder(root);
  try {
    const bin = await findBinaries(path.join(root, 'lib'));
    checkReach(account, [root, path.dirname(bin.postgres)]);
    const login = loginFor(root, data);
    if (!clusterExists(data)) await createCluster(bin, account, data, login, durable);
    holder.confirm();
    const server = await superviseServer({ bin, account, data, login, port: options.port, durable, log });
    holder.confirm(); // whoever took the folder meanwhile adopts this server: leave it running
    try {
      await ensureDatabase(login, server.port);
    } catch (e) {
      await stopPostmaster(bin, account, data, server.pid);
      throw e;
    }
    let stopping: Promise<void> | undefined;
    return {
      ...server,
      url: urlOf(login, server.port, DATABASE),
      stop() {
        stopping ??= stopPostmaster(bin, account, data, server.pid).finally(() => holder.release());
        return stopping;
      },
    };
  } catch (e) {
    holder.release();
    throw e;
  }
}
