/** The doorbell on Redis: there, new enough, and never throwing jobs away to save memory. */
import { redisInfo } from '../../../adapters/redis/redis-info.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict, warning } from '../finding.ts';

/** What BullMQ needs, and what it asks for. */
const OLDEST = [5, 0] as const;
const WANTED = [6, 2] as const;

export const queueRedis: Check = {
  id: 'queue.redis',
  section: 'Queue',
  title: 'Redis is fit to be the doorbell',
  remedy:
    'look whether Redis runs, and whether host, port and password in REDIS_URL are right; without REDIS_URL PostgreSQL rings',
  async run({ secrets, patience, sure }) {
    sure('REDIS_URL');
    if (!secrets.redisUrl) return skipped('REDIS_URL is not set: PostgreSQL rings');
    const { version, evicts, role } = await redisInfo(secrets.redisUrl, patience);
    const verdicts: Verdict[] = [];
    if (older(version, OLDEST)) {
      verdicts.push(
        problem(`Redis ${version} is too old`, `upgrade Redis to ${WANTED.join('.')} or newer, or unset REDIS_URL`),
      );
    } else if (older(version, WANTED)) {
      verdicts.push(warning(`Redis ${version} is old`, `upgrade Redis to ${WANTED.join('.')} or newer`));
    }
    if (role === 'slave') {
      verdicts.push(problem('REDIS_URL leads to a replica, which takes no writes', 'name the primary in REDIS_URL'));
    }
    if (evicts === undefined) {
      verdicts.push(
        warning('Redis does not tell its maxmemory-policy', 'see in its settings that maxmemory-policy is noeviction'),
      );
    } else if (evicts !== 'noeviction') {
      verdicts.push(
        problem(
          `maxmemory-policy is ${evicts}: a full Redis drops jobs without a word`,
          'redis-cli config set maxmemory-policy noeviction, and the same in redis.conf or the settings of the managed service',
        ),
      );
    }
    return verdicts.length > 0 ? verdicts : ok(`Redis ${version}, ${evicts}`);
  },
};

function older(version: string, [major, minor]: readonly [number, number]): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a < major || (a === major && b < minor);
}
