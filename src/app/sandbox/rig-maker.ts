/** Makes worlds, each in a database of its own on one server that is started once. */
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../db/embedded/embedded-postgres.ts';
import type { Rig, RigMaker } from '../../sandbox/control/rig.ts';
import { openRig } from './rig.ts';

export interface RigMakerOptions {
  /** Everything lives in here and goes with it. */
  readonly dir: string;
  /** A PostgreSQL whose login may create databases; without it one is started in `dir`. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly cadence?: boolean;
}

const named = (url: string, database: string): string => {
  const at = new URL(url);
  at.pathname = `/${database}`;
  return at.href;
};

async function asOwner(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export function createRigMaker(o: RigMakerOptions): RigMaker & { close(): Promise<void> } {
  let server: { readonly url: string; stop(): Promise<void> } | undefined;
  let worlds = 0;
  return {
    async make(tell): Promise<Rig> {
      if (!server) {
        tell('Starting PostgreSQL …');
        server = o.databaseUrl
          ? { url: o.databaseUrl, stop: async () => {} }
          : await startEmbedded({ dir: join(o.dir, 'database') });
      }
      const { url } = server;
      worlds += 1;
      // The process id keeps two sandboxes on one server apart.
      const name = `tocsin_sandbox_${process.pid}_${worlds}`;
      await asOwner(url, `create database ${name}`);
      const drop = () => asOwner(url, `drop database if exists ${name} with (force)`);
      const databaseUrl = named(url, name);
      const deployment = `sandbox-${worlds}`;
      const redis = o.redisUrl ? { redisUrl: o.redisUrl } : {};
      try {
        const dir = join(o.dir, `world-${worlds}`);
        const cadence = o.cadence === true;
        return await openRig({ dir, databaseUrl, deployment, tell, closed: drop, cadence, ...redis });
      } catch (e) {
        await drop();
        throw e;
      }
    },
    async close() {
      await server?.stop();
    },
  };
}
