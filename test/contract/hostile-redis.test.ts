/** Names and values that would be more than a question, on a real redis-server: what arrives there is read, and is the fixed verbs only. */
import { Redis } from 'ioredis';
import type { ChangeKind, StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { REDIS } from '../corpora/redis.ts';
import { openSimulatedData, type SimulatedData } from '../support/simulated-data.ts';

/** Every command our adapter has, as the server names them. */
const VERBS = [
  'ping',
  'info',
  'dbsize',
  'scan',
  'memory',
  'type',
  'slowlog',
  'config',
  'select',
  'client',
  'hello',
  'quit',
];

const withRedis = process.env.TOCSIN_TEST_REDIS ? describe : describe.skip;
withRedis('a redis-server that somebody watches', () => {
  let data: SimulatedData;
  let owner: Redis;
  let seen: string[][];
  beforeAll(async () => {
    data = await openSimulatedData();
    owner = new Redis(data.redisUrl ?? '');
    for (let n = 0; n < 50; n++) await owner.set(`user:${n}`, `v${n}`);
  });
  afterAll(async () => {
    owner.disconnect();
    await data.close();
  });

  /** Key by key and setting by setting. */
  async function everything() {
    const keys = (await owner.keys('*')).sort();
    return {
      keys: await Promise.all(keys.map(async (k) => [k, await owner.get(k)])),
      config: await owner.config('GET', '*'),
    };
  }

  test(`${REDIS.length} hostile names and values change nothing, and only known verbs arrive`, async () => {
    expect(new Set(REDIS).size).toBe(REDIS.length);
    const before = await everything();
    const watch = await owner.monitor();
    seen = [];
    watch.on('monitor', (_time: string, args: string[]) => seen.push(args));
    const ports = data as unknown as StepPorts;
    const { cache } = data;
    const kind = kindOf('redis.configSet') as ChangeKind;
    const at = { now: 0, key: 'run/1/plan/1' };
    const through: string[] = [];
    for (const bad of REDIS) {
      const asked = { cache: 'architect', setting: bad, value: '1' };
      if (kind.schema.check(asked).length === 0) through.push(bad);
      // Past the schema as well: what a plan is made of is only looked at.
      await kind.plan(asked, ports, at).catch(() => {});
      await cache.info('architect', [bad]).catch(() => {});
      await cache.config('architect', bad).catch(() => {});
      await cache.keysLike('architect', [bad], 5).catch(() => {});
      await cache.setConfig('architect', 'maxmemory-policy', bad).catch(() => {});
    }
    // Monitored in order: when this one is seen, everything before it was.
    await owner.echo('the last one');
    while (!seen.some((args) => args[1] === 'the last one')) await owner.ping();
    watch.disconnect();
    expect(through).toEqual([]);
    expect(seen.length).toBeGreaterThan(REDIS.length);
    const verbs = new Set(seen.map(([verb = '']) => verb.toLowerCase()));
    verbs.delete('echo');
    expect([...verbs].filter((v) => !VERBS.includes(v))).toEqual([]);
    // MONITOR does not show CONFIG: the settings themselves do.
    expect(await everything()).toEqual(before);
  });
});
