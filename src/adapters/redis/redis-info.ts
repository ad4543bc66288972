/** What a Redis says about itself: one INFO, for `doctor`. */
import { Redis } from 'ioredis';
import { Fault } from '../../ports/fault.ts';
import { call } from '../http/call.ts';

export interface RedisInfo {
  readonly version: string;
  /** Undefined when a managed Redis hides it. */
  readonly evicts: string | undefined;
  /** `master`, or `slave`, which takes no writes. */
  readonly role: string;
}

export async function redisInfo(url: string, timeout: number): Promise<RedisInfo> {
  // What connect() rejects with is only that it is closed.
  let last: Error | undefined;
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: timeout,
  });
  redis.on('error', (e: Error) => {
    last = e;
  });
  const plan = { vendor: 'redis', label: 'Redis', operation: 'info', effect: 'read', deadline: timeout } as const;
  try {
    return await call({ ...plan, translate: refused }, async () => {
      await redis.connect().catch((e: unknown) => {
        throw last ?? e;
      });
      const text = await redis.info();
      const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(text)?.[1];
      return {
        version: field('redis_version') ?? '',
        evicts: field('maxmemory_policy'),
        role: field('role') ?? '',
      };
    });
  } finally {
    redis.disconnect();
  }
}

/** What the server itself says about the login; networks are known elsewhere. */
function refused(error: unknown): Fault | undefined {
  const { message = '' } = error as { message?: string };
  if (!/^(NOAUTH|WRONGPASS|NOPERM|ERR )/.test(message)) return undefined;
  return new Fault('permanent', 'redis.refused', `Redis refused us: ${message}`, { cause: error });
}
