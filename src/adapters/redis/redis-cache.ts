/** The cache port over Redis: a connection for each question, fixed commands only, nothing that walks everything at once. */
import { Redis } from 'ioredis';
import { storable } from '../../lib/json.ts';
import { type BigKey, type Cache, MOST_LOOKED, type SlowCommand } from '../../ports/cache.ts';
import { Fault } from '../../ports/fault.ts';
import { call, type OnCall } from '../http/call.ts';
import type { CallEffect } from '../http/target.ts';

export interface RedisCacheOptions {
  /** Address of a cache, or why there is none. */
  address(cache: string): { readonly url: string } | { readonly refused: string };
  readonly onCall?: OnCall | undefined;
}

const TIMEOUT = 5_000;
const SCAN = 500;
const LONGEST_KEY = 200;

export class RedisCache implements Cache {
  readonly #o: RedisCacheOptions;

  constructor(o: RedisCacheOptions) {
    this.#o = o;
  }

  async ping(cache: string): Promise<number> {
    const began = performance.now();
    await this.#ask(cache, 'PING', 'read', (r) => r.ping());
    return Math.round(performance.now() - began);
  }

  async info(cache: string, sections: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const text = await this.#ask(cache, 'INFO', 'read', async (r) => {
      const parts: string[] = [];
      for (const s of sections) parts.push(await r.info(s));
      return parts.join('\n');
    });
    return Object.fromEntries(
      text.split(/\r?\n/).flatMap((line) => {
        const at = line.indexOf(':');
        return at > 0 && !line.startsWith('#') ? [[line.slice(0, at), line.slice(at + 1)]] : [];
      }),
    );
  }

  async slowlog(cache: string, last: number): Promise<readonly SlowCommand[]> {
    const rows = (await this.#ask(cache, 'SLOWLOG', 'read', (r) => r.slowlog('GET', last))) as readonly unknown[];
    return rows.flatMap((row) => {
      if (!Array.isArray(row)) return [];
      const [, at, micros, args] = row as [unknown, number, number, readonly string[]];
      const [command = '', ...rest] = args;
      return [
        { at: at * 1_000, ms: micros / 1_000, command: `${storable(command).slice(0, 40)} (${rest.length} arguments)` },
      ];
    });
  }

  bigKeys(cache: string, { look, first }: { look: number; first: number }) {
    return this.#ask(cache, 'SCAN', 'read', async (r) => {
      const all = await r.dbsize();
      const seen: BigKey[] = [];
      await scan(r, look, async (keys) => {
        const pipe = r.pipeline();
        for (const key of keys) pipe.memory('USAGE', key, 'SAMPLES', 5).type(key);
        const told = (await pipe.exec()) ?? [];
        keys.forEach((key, i) => {
          const [bytes, type] = [told[i * 2]?.[1], told[i * 2 + 1]?.[1]];
          seen.push({ key: storable(key).slice(0, LONGEST_KEY), bytes: Number(bytes ?? 0), type: String(type ?? '') });
        });
        return true;
      });
      const keys = seen.sort((a, b) => b.bytes - a.bytes).slice(0, first);
      return { keys, looked: seen.length, all };
    });
  }

  keysLike(cache: string, prefixes: readonly string[], most: number): Promise<readonly string[]> {
    return this.#ask(cache, 'SCAN', 'read', async (r) => {
      const found: string[] = [];
      // Once over a bounded number of keys, whatever there is to look for.
      await scan(r, MOST_LOOKED, async (keys) => {
        found.push(...keys.filter((k) => prefixes.some((p) => k.startsWith(p))));
        return found.length < most;
      });
      return found.slice(0, most).map((k) => storable(k).slice(0, LONGEST_KEY));
    });
  }

  async config(cache: string, name: string): Promise<string | undefined> {
    const told = (await this.#ask(cache, 'CONFIG GET', 'read', (r) => r.config('GET', name))) as readonly string[];
    return told[1];
  }

  async setConfig(cache: string, name: string, value: string): Promise<void> {
    // Setting the same again is the same: an answer that was lost may be asked for once more.
    await this.#ask(cache, 'CONFIG SET', 'change', (r) => r.config('SET', name, value));
  }

  async flush(cache: string): Promise<void> {
    await this.#ask(cache, 'FLUSHDB', 'change', (r) => r.flushdb('ASYNC'));
  }

  async #ask<T>(cache: string, operation: string, effect: CallEffect, work: (redis: Redis) => Promise<T>): Promise<T> {
    const address = this.#o.address(cache);
    if ('refused' in address) throw new Fault('permanent', 'redis.no-address', address.refused);
    const label = `the cache ${cache}`;
    let connected = false;
    // Before that, nothing was sent.
    const translate = (e: unknown) => faultOf(label, e, connected ? effect : 'read');
    return await call(
      { vendor: 'redis', label, operation, effect, deadline: TIMEOUT, onCall: this.#o.onCall, translate },
      async (signal) => {
        const redis = new Redis(address.url, {
          lazyConnect: true,
          connectTimeout: TIMEOUT,
          maxRetriesPerRequest: 0,
          enableOfflineQueue: false,
          enableReadyCheck: false,
          retryStrategy: () => null,
        });
        // What connect() rejects with is only that it is closed.
        let last: Error | undefined;
        redis.on('error', (e: Error) => {
          last = e;
        });
        signal.addEventListener('abort', () => redis.disconnect(), { once: true });
        try {
          await redis.connect().catch((e: unknown) => {
            throw last ?? e;
          });
          connected = true;
          return await work(redis);
        } finally {
          redis.disconnect();
        }
      },
    );
  }
}

/** Until `most` keys were come upon, or all. */
async function scan(
  r: Redis,
  most: number,
  /** False: that is enough. */
  take: (keys: string[]) => Promise<boolean>,
): Promise<void> {
  let cursor = '0';
  let seen = 0;
  do {
    const [next, keys] = await r.scan(cursor, 'COUNT', SCAN);
    cursor = next;
    const wanted = keys.slice(0, most - seen);
    seen += wanted.length;
    if (wanted.length > 0 && !(await take(wanted))) return;
  } while (cursor !== '0' && seen < most);
}

/** What the server answers is final; whether a change arrived is not known when the connection broke. */
function faultOf(label: string, error: unknown, effect: CallEffect): Fault | undefined {
  if (!(error instanceof Error)) return undefined;
  if (/^(NOPERM|WRONGPASS|NOAUTH|ERR|WRONGTYPE|READONLY|OOM|MISCONF|BUSY|LOADING)\b/.test(error.message)) {
    const kind = /^(LOADING|BUSY)/.test(error.message) ? 'retry' : 'permanent';
    return new Fault(kind, 'redis.refused', `${label}: ${error.message.slice(0, 300)}`, { cause: error });
  }
  const lost = /Connection is closed|ECONNREFUSED|ETIMEDOUT|ENOTFOUND|max retries/i.test(error.message);
  if (!lost) return undefined;
  const text = `${label} cannot be reached: ${error.message}`;
  return new Fault(effect === 'change' ? 'unknown' : 'retry', 'redis.away', text, { cause: error });
}
