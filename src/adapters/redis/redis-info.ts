/** What a Redis says about itself, and whether the login may write there: for `doctor`. Nothing is changed. */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { Fault } from '../../ports/fault.ts';
import { call } from '../http/call.ts';

export interface RedisInfo {
  readonly version: string;
  /** Undefined when a managed Redis hides it. */
  readonly evicts: string | undefined;
  /** `master`, or `slave`, which takes no writes. */
  readonly role: string;
  /** Of this start of this server: two addresses that tell the same lead to one server. */
  readonly runId: string | undefined;
}

export function redisInfo(url: string, timeout: number, label = 'Redis'): Promise<RedisInfo> {
  return asked(url, timeout, label, 'info', async (redis) => {
    const text = await redis.info();
    const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(text)?.[1];
    return {
      version: field('redis_version') ?? '',
      evicts: field('maxmemory_policy'),
      role: field('role') ?? '',
      runId: field('run_id'),
    };
  });
}

/** Asked by a write that finds nothing to write to: rights are looked at before the key is. */
export function redisMayWrite(url: string, timeout: number, label: string): Promise<boolean> {
  return asked(url, timeout, label, 'may-write', async (redis) => {
    try {
      await redis.set(`tocsin:doctor:${randomUUID()}`, '', 'XX');
      return true;
    } catch (e) {
      if (/^(NOPERM|READONLY)\b/.test((e as Error).message)) return false;
      throw e;
    }
  });
}

async function asked<T>(
  url: string,
  timeout: number,
  label: string,
  operation: string,
  ask: (redis: Redis) => Promise<T>,
): Promise<T> {
  // What connect() rejects with is only that it is closed.
  let last: Error | undefined;
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: false,
    connectTimeout: timeout,
  });
  redis.on('error', (e: Error) => {
    last = e;
  });
  const plan = { vendor: 'redis', label, operation, effect: 'read', deadline: timeout } as const;
  try {
    return await call({ ...plan, translate: (e) => refused(label, e) }, async () => {
      await redis.connect().catch((e: unknown) => {
        throw last ?? e;
      });
      return await ask(redis);
    });
  } finally {
    redis.disconnect();
  }
}

/** What the server itself says about the login; networks are known elsewhere. */
function refused(label: string, error: unknown): Fault | undefined {
  const { message = '' } = error as { message?: string };
  if (!/^(NOAUTH|WRONGPASS|NOPERM|ERR )/.test(message)) return undefined;
  return new Fault('permanent', 'redis.refused', `${label} refused us: ${message}`, { cause: error });
}
