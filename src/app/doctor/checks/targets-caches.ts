/** Caches that runbooks ask can be asked. */
import { RedisCache } from '../../../adapters/redis/redis-cache.ts';
import type { Ask } from '../../../domain/runbook/asks.ts';
import { Fault } from '../../../ports/fault.ts';
import { cacheAddress } from '../../target-addresses.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict } from '../finding.ts';
import { isKnown, places } from './foreseen.ts';

export const targetsCaches: Check = {
  id: 'targets.caches',
  section: 'Targets',
  title: 'Caches that runbooks ask can be asked',
  remedy: 'look at host, port and password in the secrets that workflows/org/targets.yaml names',
  async run({ catalog, asks, secrets }) {
    const known = await catalog.known();
    const caches = new RedisCache({ address: (name) => cacheAddress(known, secrets, name) });
    const byName = new Map<string, Ask[]>();
    for (const ask of await asks.known()) {
      const { need } = ask;
      if (need.on === 'cache' && isKnown(need.cache)) byName.set(need.cache, [...(byName.get(need.cache) ?? []), ask]);
    }
    if (byName.size === 0) return skipped('no runbook asks a cache');
    const verdicts = await Promise.all(
      [...byName].map(async ([name, by]): Promise<Verdict[]> => {
        try {
          await caches.ping(name);
          return [];
        } catch (e) {
          if (!(e instanceof Fault)) throw e;
          const unset = e.code === 'redis.no-address';
          const remedy = unset ? 'set that variable where workers run, as redis://:password@host:6379' : this.remedy;
          return [problem(`${e.message}: ${places(by)} will fail`, remedy)];
        }
      }),
    );
    const wrong = verdicts.flat();
    return wrong.length > 0 ? wrong : ok([...byName.keys()].join(', '));
  },
};
