/** A redis-server of one's own on a free port, when there is one to run. */
import type { ChildProcess } from 'node:child_process';
import { startRedisServer } from '../../src/app/story/outside/redis-server.ts';

export interface TestRedis {
  readonly url: string;
  readonly process?: ChildProcess;
  stop(): Promise<void>;
}

/** What the engine's tests run on: each name with how to get its REDIS_URL. */
export const backends: readonly { readonly name: 'postgres' | 'redis' }[] = process.env.TOCSIN_TEST_REDIS
  ? [{ name: 'postgres' }, { name: 'redis' }]
  : [{ name: 'postgres' }];

export async function startRedis(): Promise<TestRedis> {
  const given = process.env.TOCSIN_TEST_REDIS;
  return given && given !== 'spawn' ? { url: given, stop: async () => {} } : await startRedisServer();
}
