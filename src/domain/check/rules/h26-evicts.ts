/** H26: `allkeys-lru` throws away the jobs of a queue as readily as anything else. */
import { commandLines } from '../command-lines.ts';
import type { Rule } from '../model.ts';
import { matches } from '../texts.ts';

const LINE = /\bmaxmemory-policy\b\s+(?:allkeys|volatile)-\w+/i;

export const evicts: Rule = {
  id: 'H26',
  title: 'Sets a Redis to throw things away',
  why: 'allkeys-lru on a Redis that also held the queue of Celery evicted jobs. Nothing failed; orders were just never sent.',
  remedy:
    'noeviction wherever a queue may live. Where it is a cache alone, say so: accept it with the reason. Keys that look like a queue are refused when it is planned',
  gravity: 'warning',
  example: {
    fires:
      'name: Memory\nsteps:\n  - redis.configSet: { cache: shop, setting: maxmemory-policy, value: allkeys-lru }\n',
    fine: 'name: Memory\nsteps:\n  - redis.configSet: { cache: shop, setting: maxmemory-policy, value: noeviction }\n',
  },
  find: (material) => [
    ...material.runbooks.flatMap(({ file, steps }) =>
      steps
        .filter(
          ({ kind, params }) =>
            kind === 'redis.configSet' &&
            params.setting === 'maxmemory-policy' &&
            /^(?:allkeys|volatile)-/.test(String(params.value)),
        )
        .map((s) => ({ file, path: s.at('value'), what: String(s.params.value) })),
    ),
    ...matches(commandLines(material), LINE),
  ],
};
