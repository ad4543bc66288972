/** A place where worlds are made one after the other: its own database server, its own Redis, its own folder. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/lib/package-root.ts';
import { type PostgresServer, startPostgresServer } from './servers/postgres.ts';
import { type RedisServer, startRedisServer } from './servers/redis.ts';
import { openWorld, type World } from './world.ts';

export type Backend = 'postgres' | 'redis';

export interface Lane {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer | undefined;
  /** The world that stands, or a new one. */
  world(): Promise<World>;
  /** The next one asked for is new. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

export interface LaneOptions {
  readonly backend: Backend;
  readonly bots: number;
  readonly workers: number;
  /** @default the product as compiled */
  readonly root?: string;
}

export async function openLane(o: LaneOptions): Promise<Lane> {
  const dir = await mkdtemp(join(tmpdir(), 'tocsin-chaos-'));
  await chmod(dir, 0o711);
  const postgres = await startPostgresServer(join(dir, 'postgres'));
  const redis = o.backend === 'redis' ? await startRedisServer() : undefined;
  let world: World | undefined;
  let made = 0;
  const forget = async () => {
    const old = world;
    world = undefined;
    await old?.close();
  };
  return {
    postgres,
    redis,
    async world() {
      if (world) return world;
      made += 1;
      world = await openWorld({
        dir: join(dir, `world-${made}`),
        postgres,
        ...(redis ? { redis } : {}),
        bots: o.bots,
        workers: o.workers,
        root: o.root ?? packageRoot(),
        name: `chaos_${made}`,
      });
      return world;
    },
    forget,
    async close() {
      await forget();
      await redis?.stop();
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
