/** Caches that runbooks ask can be asked, are not our own doorbell, and take no keys from this login. */
import { RedisCache } from '../../../adapters/redis/redis-cache.ts';
import { redisInfo, redisMayWrite } from '../../../adapters/redis/redis-info.ts';
import { Fault } from '../../../ports/fault.ts';
import { cacheAddress } from '../../target-addresses.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict, warning } from '../finding.ts';
import { byWhat, isKnown, places } from './foreseen.ts';

/** What src/adapters/redis/redis-cache.ts sends; the last two only where a runbook sets or flushes. */
const ACL =
  'acl setuser tocsin on >… ~* -@all +ping +select +info +dbsize +scan +type +memory|usage +slowlog|get +config|get (+config|set +flushdb)';

export const targetsCaches: Check = {
  id: 'targets.caches',
  section: 'Targets',
  title: 'Caches that runbooks ask can be asked',
  remedy: 'look at host, port and password in the secrets that workflows/org/targets.yaml names',
  async run({ catalog, asks, secrets, patience }) {
    const known = await catalog.known();
    const caches = new RedisCache({ address: (name) => cacheAddress(known, secrets, name) });
    const byName = byWhat(await asks.known(), ({ need }) =>
      need.on === 'cache' && isKnown(need.cache) ? need.cache : undefined,
    );
    if (byName.size === 0) return skipped('no runbook asks a cache');
    // queue.redis answers for it.
    const doorbell = secrets.redisUrl ? await redisInfo(secrets.redisUrl, patience).catch(() => undefined) : undefined;
    const verdicts = await Promise.all(
      [...byName].map(async ([name, by]): Promise<Verdict[]> => {
        try {
          await caches.ping(name);
          const address = cacheAddress(known, secrets, name);
          return 'url' in address ? await amiss(name, address.url, patience, doorbell?.runId) : [];
        } catch (e) {
          if (!(e instanceof Fault)) throw e;
          const unset = e.code === 'redis.no-address';
          if (/NOPERM/.test(e.message)) return [problem(e.message, `give its user these rights: ${ACL}`)];
          const remedy = unset ? 'set that variable where workers run, as redis://:password@host:6379' : this.remedy;
          return [problem(`${e.message}: ${places(by)} will fail`, remedy)];
        }
      }),
    );
    const wrong = verdicts.flat();
    return wrong.length > 0 ? wrong : ok([...byName.keys()].join(', '));
  },
};

async function amiss(name: string, url: string, patience: number, doorbell: string | undefined): Promise<Verdict[]> {
  const label = `the cache ${name}`;
  const { runId } = await redisInfo(url, patience, label);
  if (runId !== undefined && runId === doorbell) {
    return [
      problem(
        `${label} is the server of REDIS_URL: what is set or flushed there is Tocsin's own queue`,
        'give Tocsin a Redis of its own in REDIS_URL, or unset it: then PostgreSQL rings',
      ),
    ];
  }
  if (!(await redisMayWrite(url, patience, label))) return [];
  return [
    warning(`the login of ${label} may write keys, which no step needs`, `give it a user with these rights: ${ACL}`),
  ];
}
