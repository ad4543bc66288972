/** `given.caches`: each cache as it is found; what a step sets or empties is so from then on. */
import { z } from 'zod';
import type { Cache } from '../../../ports/cache.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Calls } from './calls.ts';

const slow = z.strictObject({ at: z.iso.datetime(), ms: z.number(), command: z.string() });
const cache = z.strictObject({
  /** Milliseconds; absent: nobody answers. */
  ping: z.number().optional(),
  info: z.record(z.string(), z.coerce.string()).default({}),
  config: z.record(z.string(), z.coerce.string()).default({}),
  /** Key → bytes. */
  keys: z.record(z.string(), z.number()).default({}),
  slowlog: z.array(slow).default([]),
});
export const cachesSchema = z.record(z.string(), cache);

export function givenCaches(all: z.output<typeof cachesSchema>, calls: Calls): Cache {
  const found = new Map(Object.entries(structuredClone(all)));
  const of = (name: string) => {
    const it = found.get(name);
    if (it?.ping === undefined)
      throw new Fault('retry', 'cache.away', `${name} does not answer; write it under given.caches`);
    return it;
  };
  return {
    ping: async (name) => of(name).ping ?? 0,
    info: async (name) => of(name).info,
    slowlog: async (name, last) =>
      of(name)
        .slowlog.slice(0, last)
        .map((s) => ({ ...s, at: Date.parse(s.at) })),
    async bigKeys(name, { first }) {
      const keys = Object.entries(of(name).keys).map(([key, bytes]) => ({ key, bytes, type: 'string' }));
      const largest = keys.toSorted((a, b) => b.bytes - a.bytes).slice(0, first);
      return { keys: largest, looked: keys.length, all: keys.length };
    },
    keysLike: async (name, prefixes, most) =>
      Object.keys(of(name).keys)
        .filter((k) => prefixes.some((p) => k.startsWith(p)))
        .slice(0, most),
    config: async (name, key) => of(name).config[key],
    async setConfig(name, key, value) {
      calls.note(`REDIS ${name} CONFIG SET ${key} ${value}`);
      const it = of(name);
      found.set(name, { ...it, config: { ...it.config, [key]: value } });
    },
    async flush(name) {
      calls.note(`REDIS ${name} FLUSHDB`);
      found.set(name, { ...of(name), keys: {} });
    },
  };
}
