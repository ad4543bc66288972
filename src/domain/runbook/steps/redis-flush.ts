/** redis.flush: everything in one database of a cache is thrown away. There is no undo, so the plan says what is there. */
import { z } from 'zod';
import type { ChangeKind } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { cacheName, cacheNeed } from './redis-looks.ts';

const params = z.strictObject({ cache: cacheName });
const LOOK = 2_000;
const SHOWN = 8;

/** `user:17:profile` → `user:`. */
const family = (key: string): string => /^[^:]{0,40}:/.exec(key)?.[0] ?? key.slice(0, 20);

export const redisFlush: ChangeKind = {
  name: 'redis.flush',
  summary: 'Empties the database of a cache. What was in it cannot be brought back.',
  risk: 'high',
  class: 'once',
  mutates: true,
  schema: schemaOf(params, { shorthand: 'cache', mutates: true, outputs: ['keys', 'text'] }),
  examples: [{ means: 'Start with an empty cache', params: { cache: 'architect' } }],
  needs: cacheNeed,
  target: (p) => `cache/${params.parse(p).cache}`,
  async plan(p, { cache }) {
    const { cache: name } = params.parse(p);
    const { keys, all } = await cache.bigKeys(name, { look: LOOK, first: LOOK });
    if (all === 0) return { refused: `${name} is empty already` };
    const families = new Map<string, number>();
    for (const { key } of keys) families.set(family(key), (families.get(family(key)) ?? 0) + 1);
    const most = [...families].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
    return {
      summary: `Throw away all ${all} keys of ${name}`,
      changes: [{ what: 'keys', from: String(all), to: '0' }],
      // The number moves all the time; what must not is whose keys they are.
      guarded: {
        families: most
          .map(([f]) => f)
          .sort()
          .join(' '),
      },
      notes: [
        `Among the first ${keys.length} keys: ${most.map(([f, n]) => `${f}* ${n}`).join(', ')}`,
        'Whatever reads them is slow until they are there again. There is no undo',
      ],
      request: { cache: name, keys: all },
    };
  },
  async execute(plan, { cache }, { late }) {
    const { cache: name } = params.parse(plan.params);
    if (late) return { kind: 'late' };
    await cache.flush(name);
    return {
      kind: 'done',
      output: { keys: Number(plan.request.keys), text: `${name}: ${plan.request.keys} keys thrown away` },
    };
  },
  lines: (o) => [String(o.text)],
};
