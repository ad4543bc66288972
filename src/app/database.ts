/** Where the record is: the server that was named, or one of our own in a folder. */
import { type EmbeddedPostgres, startEmbedded } from '../db/embedded/embedded-postgres.ts';
import { migrate } from '../db/migrate.ts';
import type { Config, Secrets } from './config/config.ts';

export interface Database {
  readonly url: string;
  readonly embedded: boolean;
  /** Stops what was started here; a server of somebody else's runs on. */
  stop(): Promise<void>;
}

export async function openDatabase(
  at: Config['database'],
  { databaseUrl }: Pick<Secrets, 'databaseUrl'>,
  log: (line: string) => void = () => {},
): Promise<Database> {
  if (at.kind === 'named') return { url: databaseUrl ?? '', embedded: false, stop: async () => {} };
  const server: EmbeddedPostgres = await startEmbedded({ dir: at.dir, log });
  return { url: server.url, embedded: true, stop: () => server.stop() };
}

/** The database cannot be used as it is; the text says where it was looked for and why not. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/** Brings it to this version. Returns the names of what was applied. */
export async function upToDate({ url }: Pick<Database, 'url'>): Promise<string[]> {
  try {
    return await migrate(url);
  } catch (cause) {
    const { hostname, port, pathname } = new URL(url);
    const where = `${hostname || 'the local socket'}${port ? `:${port}` : ''}${pathname}`;
    // A host with two addresses refuses twice, and then the error itself is silent.
    const { code, message } = cause as { code?: string; message?: string };
    throw new DatabaseError(`PostgreSQL at ${where} cannot be used: ${message || code}. Look at DATABASE_URL.`, {
      cause,
    });
  }
}
