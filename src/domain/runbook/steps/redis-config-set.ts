/** redis.configSet: one of a few settings, with the value it had as its undo. A policy that evicts is refused where a queue lives. */
import { z } from 'zod';
import type { ChangeKind } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { jobsIn } from './queue-keys.ts';
import { cacheName, cacheNeed } from './redis-looks.ts';

/** What runbooks change at night; everything else is a change of the installation. */
const SETTINGS = ['maxmemory', 'maxmemory-policy', 'save', 'slowlog-log-slower-than', 'timeout', 'maxclients'] as const;

const params = z.strictObject({
  cache: cacheName,
  setting: z.enum(SETTINGS),
  value: z
    .union([z.string().max(100), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^[A-Za-z0-9 -]*$/, 'must be plain letters, digits, spaces and -')),
});

const request = z.strictObject({ cache: z.string(), setting: z.string(), value: z.string() });

/** `2gb` is what `CONFIG GET` tells as 2147483648. */
const UNITS: Readonly<Record<string, number>> = { kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };
const plain = (value: string): string => {
  const m = /^(\d+)(kb|mb|gb)$/i.exec(value.trim());
  return m ? String(Number(m[1]) * (UNITS[(m[2] ?? '').toLowerCase()] ?? 1)) : value.trim();
};

export const redisConfigSet: ChangeKind = {
  name: 'redis.configSet',
  summary: 'Changes a setting of a cache while it runs; what it was is kept as the undo.',
  risk: 'medium',
  class: 'keyed',
  mutates: true,
  schema: schemaOf(params, { mutates: true, outputs: ['setting', 'value', 'previous', 'text'] }),
  examples: [{ means: 'More memory', params: { cache: 'architect', setting: 'maxmemory', value: '2gb' } }],
  needs: cacheNeed,
  target: (p) => `cache/${params.parse(p).cache}`,
  async plan(p, { cache }) {
    const { cache: name, setting, value } = params.parse(p);
    const was = await cache.config(name, setting);
    if (was === undefined) return { refused: `${name} has no setting ${setting}` };
    if (plain(value) === was) return { refused: `${setting} of ${name} is ${was} already` };
    if (setting === 'maxmemory-policy' && value !== 'noeviction') {
      const jobs = await jobsIn(cache, name);
      if (jobs.length > 0) {
        return {
          refused: `${name} holds a queue (${jobs.join(', ')}): ${value} would throw jobs away; only noeviction is safe`,
        };
      }
    }
    return {
      summary: `Set ${setting} of ${name} to ${value}`,
      changes: [{ what: setting, from: was, to: value }],
      guarded: { [setting]: was },
      notes: ['It holds until the server restarts, unless its configuration says the same'],
      request: { cache: name, setting, value },
      undo: {
        kind: 'redis.configSet',
        params: { cache: name, setting, value: was },
        summary: `Set ${setting} of ${name} back to ${was}`,
      },
    };
  },
  async execute(plan, { cache }, { late }) {
    const { cache: name, setting, value } = request.parse(plan.request);
    const is = await cache.config(name, setting);
    const previous = plan.guarded[setting] ?? '';
    const output = {
      setting,
      value,
      previous: String(previous),
      text: `${setting} of ${name}: ${previous} → ${value}`,
    };
    // Done by an attempt whose answer was lost.
    if (is === plain(value)) return { kind: 'done', output };
    if (is !== previous) return { kind: 'drifted', moved: [`${setting}: ${previous} → ${is}`] };
    if (late) return { kind: 'late' };
    await cache.setConfig(name, setting, value);
    return { kind: 'done', output };
  },
  lines: (o) => [String(o.text)],
};
