/** The few connections made before there is a pool: does the server answer, and is our database there. */
import pg from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

export const OWNER = 'tocsin_owner';
export const DATABASE = 'tocsin';

/** SQLSTATEs that say the server is up and this login will never work. */
const WRONG_LOGIN: readonly string[] = ['28P01', '28000'];

export interface Login {
  readonly password: string;
  readonly passwordFile: string;
}

export const urlOf = (login: Login, port: number, database: string): string =>
  `postgres://${OWNER}:${login.password}@127.0.0.1:${port}/${database}`;

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {}); // a server that goes away is seen by the query, not by the process
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}

const codeOf = (e: unknown): string => String((e as { code?: unknown }).code ?? '');

/** False while starting, recovering or stopping. */
export async function answers(login: Login, port: number): Promise<boolean> {
  try {
    await withClient(urlOf(login, port, 'postgres'), (c) => c.query('select 1'));
    return true;
  } catch (e) {
    if (!WRONG_LOGIN.includes(codeOf(e))) return false;
    throw new EmbeddedPostgresError(
      `The password in ${login.passwordFile} does not open the database beside it: one of the two was replaced. ` +
        'Put the matching file back, use another folder, or set DATABASE_URL.',
    );
  }
}

export async function ensureDatabase(login: Login, port: number): Promise<void> {
  await withClient(urlOf(login, port, 'postgres'), async (c) => {
    const found = await c.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount) return;
    await c.query(`create database ${DATABASE}`);
  });
}
