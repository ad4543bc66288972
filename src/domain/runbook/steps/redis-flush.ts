/** redis.flush: everything in one database of a cache is thrown away. There is no undo, so the plan says what is there. */
import { z } from 'zod';
import { type Cache, MOST_LOOKED } from '../../../ports/cache.ts';
import type { ChangeKind } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { jobsIn } from './queue-keys.ts';
import { cacheName, cacheNeed } from './redis-looks.ts';

const params = z.strictObject({ cache: cacheName });
const LOOK = 2_000;
const SHOWN = 8;

/** More kinds of keys than this are not told apart. */
const MOST_FAMILIES = 100;

/** `user:17:profile` → `user:`. */
const family = (key: string): string => /^[^:]{0,40}:/.exec(key)?.[0] ?? key.slice(0, 20);

/** Whose keys they are, as far as one bounded look goes, most first. */
async function families(cache: Cache, name: string) {
  const { keys, all } = await cache.bigKeys(name, { look: LOOK, first: LOOK });
  const found = new Map<string, number>();
  for (const { key } of keys) found.set(family(key), (found.get(family(key)) ?? 0) + 1);
  const most = [...found].sort(([, a], [, b]) => b - a).slice(0, MOST_FAMILIES);
  return { most, looked: keys.length, all };
}

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
    const { most, looked, all } = await families(cache, name);
    if (all === 0) return { refused: `${name} is empty already` };
    const jobs = await jobsIn(cache, name);
    if (jobs.length > 0) {
      return {
        refused: `${name} holds a queue (${jobs.join(', ')}): its jobs would be lost; empty another database of it`,
      };
    }
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
        `Among the first ${looked} keys: ${most
          .slice(0, SHOWN)
          .map(([f, n]) => `${f}* ${n}`)
          .join(', ')}`,
        'Whatever reads them is slow until they are there again. There is no undo',
        ...(all > MOST_LOOKED
          ? [`Only ${MOST_LOOKED} of ${all} keys were looked at for a queue: be sure that none is there`]
          : []),
      ],
      request: { cache: name, keys: all },
    };
  },
  async execute(plan, { cache }, { late }) {
    const { cache: name } = params.parse(plan.params);
    if (late) return { kind: 'late' };
    // Fewer than before is what was approved, and less of it; somebody else's keys are not.
    const known = String(plan.guarded.families ?? '').split(' ');
    const { most } = await families(cache, name);
    const others = [...most.map(([f]) => f).filter((f) => !known.includes(f)), ...(await jobsIn(cache, name))];
    if (others.length > 0)
      return { kind: 'drifted', moved: [`there are other keys now: ${others.slice(0, SHOWN).join(', ')}`] };
    await cache.flush(name);
    return {
      kind: 'done',
      output: { keys: Number(plan.request.keys), text: `${name}: ${plan.request.keys} keys thrown away` },
    };
  },
  lines: (o) => [String(o.text)],
};
