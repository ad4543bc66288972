/** redis.ping, redis.info, redis.slowlog and redis.bigKeys: what a cache says of itself. Nothing here walks all keys at once. */
import { z } from 'zod';
import type { Need } from '../needs.ts';
import type { Output, ReadKind } from '../step-kind.ts';
import { count } from './fields.ts';
import { readKind } from './read-kind.ts';

export const cacheName = z
  .string()
  .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, 'must be the name of a cache in workflows/org/targets.yaml');
export const cacheNeed = (p: { readonly [key: string]: unknown }): readonly Need[] => [
  { on: 'cache', cache: String(p.cache) },
];

const ping = readKind({
  name: 'redis.ping',
  summary: 'Asks a cache whether it is there, and how long that takes.',
  params: z.strictObject({ cache: cacheName }),
  offers: { shorthand: 'cache', outputs: ['ms'] },
  examples: [{ means: 'Is it there', params: { cache: 'architect' } }],
  needs: cacheNeed,
  read: async ({ cache: name }, { cache }) => ({ ms: await cache.ping(name) }),
  lines: ({ ms }) => [`answered after ${ms} ms`],
});

const SECTIONS = [
  'server',
  'clients',
  'memory',
  'persistence',
  'stats',
  'replication',
  'cpu',
  'keyspace',
  'errorstats',
] as const;
/** What people look for first. */
const FIRST = [
  'redis_version',
  'uptime_in_seconds',
  'used_memory_human',
  'maxmemory_human',
  'maxmemory_policy',
  'evicted_keys',
  'connected_clients',
  'blocked_clients',
  'db0',
];

const info = readKind({
  name: 'redis.info',
  summary: 'Shows what a cache says of itself: memory, clients, evictions, keys.',
  params: z.strictObject({
    cache: cacheName,
    sections: z.array(z.enum(SECTIONS)).min(1).default(['server', 'memory', 'keyspace', 'stats', 'clients']),
  }),
  offers: { shorthand: 'cache', outputs: ['info', 'usedBytes', 'maxBytes', 'policy', 'evicted', 'note'] },
  examples: [{ means: 'Memory and keys', params: { cache: 'architect', sections: ['memory', 'keyspace'] } }],
  needs: cacheNeed,
  async read({ cache: name, sections }, { cache }): Promise<Output> {
    const all = await cache.info(name, sections);
    return {
      info: all,
      usedBytes: Number(all.used_memory ?? 0),
      maxBytes: Number(all.maxmemory ?? 0),
      policy: all.maxmemory_policy ?? '',
      evicted: Number(all.evicted_keys ?? 0),
    };
  },
  lines({ info: told }) {
    const all = told as Readonly<Record<string, string>>;
    return FIRST.flatMap((k) => (all[k] === undefined ? [] : [`${k} ${all[k]}`]));
  },
});

const slowlog = readKind({
  name: 'redis.slowlog',
  summary: 'Shows the slowest commands of late, without their arguments.',
  params: z.strictObject({ cache: cacheName, last: count(1, 128).default(10) }),
  offers: { shorthand: 'cache', outputs: ['items', 'count'] },
  examples: [{ means: 'The last ten', params: { cache: 'architect' } }],
  needs: cacheNeed,
  async read({ cache: name, last }, { cache }): Promise<Output> {
    const items = (await cache.slowlog(name, last)).map((s) => ({
      at: new Date(s.at).toISOString(),
      ms: s.ms,
      command: s.command,
    }));
    return { items, count: items.length };
  },
  lines: ({ items, count: n }) =>
    n === 0 ? ['nothing was slow'] : (items as readonly Output[]).map((i) => `${i.at}  ${i.ms} ms  ${i.command}`),
});

const bigKeys = readKind({
  name: 'redis.bigKeys',
  summary: 'Finds the keys that take most memory, by SCAN, among a bounded number of them.',
  params: z.strictObject({
    cache: cacheName,
    look: count(100, 100_000).default(10_000),
    first: count(1, 100).default(10),
  }),
  offers: { shorthand: 'cache', outputs: ['keys', 'looked', 'all', 'note'] },
  examples: [{ means: 'The ten largest', params: { cache: 'architect' } }],
  needs: cacheNeed,
  async read({ cache: name, look, first }, { cache }): Promise<Output> {
    const { keys, looked, all } = await cache.bigKeys(name, { look, first });
    return {
      keys: keys.map((k) => ({ ...k })),
      looked,
      all,
      ...(looked < all ? { note: `only ${looked} of ${all} keys were looked at` } : {}),
    };
  },
  lines: ({ keys, looked, all }) => [
    `${looked} of ${all} keys looked at`,
    ...(keys as readonly Output[]).slice(0, 9).map((k) => `${k.key}  ${k.type}  ${k.bytes} bytes`),
  ],
});

export const redisLooks: readonly ReadKind[] = [ping, info, slowlog, bigKeys];
