/** Clocks that disagree, and a Redis that throws jobs away. */
import { jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { type Doctored, openDoctored } from '../support/doctored.ts';
import { startRedis } from '../support/redis.ts';

let at: Doctored;
beforeEach(async () => {
  at = await openDoctored();
});
afterEach(async () => {
  jest.useRealTimers();
  await at.close();
});

const ahead = async (seconds: number) => {
  at.stage.clock.advance(seconds * 1_000);
  return (await at.examine()).amiss;
};

test('Slack and PagerDuty in another minute: a warning at first, then a problem', async () => {
  expect((await at.examine()).amiss).toEqual([]);
  expect(await ahead(20)).toMatchObject([
    {
      id: 'clock.skew',
      status: 'warning',
      found: expect.stringMatching(/the clock of Slack is (19|2\d) s ahead/),
      remedy: expect.stringContaining('chrony'),
    },
  ]);
  expect(await ahead(100)).toMatchObject([
    {
      id: 'clock.skew',
      status: 'problem',
      found: expect.stringMatching(
        /the database agrees .* Slack is 1\d\d s ahead of .* signatures fail at five minutes/,
      ),
      remedy: expect.stringContaining("Slack's server, or this machine"),
    },
  ]);
});

test('when all others agree, it is this machine that is off', async () => {
  // Only `Date` is replaced; the simulated vendors live in this process and are set back to where the database is.
  const doNotFake = [
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
    'setInterval',
    'clearInterval',
    'setTimeout',
    'clearTimeout',
  ] as const;
  jest.useFakeTimers({ now: Date.now() + 90_000, doNotFake: [...doNotFake], advanceTimers: true });
  at.stage.clock.advance(-90_000);
  const { amiss } = await at.examine();
  expect(amiss).toMatchObject([
    {
      id: 'clock.skew',
      status: 'problem',
      found: expect.stringMatching(/the database is \d+ s behind .*Slack is \d+ s behind .*PagerDuty is \d+ s behind/),
      remedy: expect.stringContaining('set the clock of this machine right'),
    },
  ]);
});

test('a database whose clock somebody moved for a test', async () => {
  await at.sql('update tocsin.clock set offset_ms = 900000');
  const { amiss, code } = await at.examine();
  expect(code).toBe(1);
  expect(amiss).toMatchObject([
    {
      id: 'clock.skew',
      status: 'problem',
      found: expect.stringContaining('adds 900 s'),
      remedy: expect.stringContaining('update tocsin.clock set offset_ms = 0;'),
    },
  ]);
});

// A Redis of somebody else's is not reconfigured for a test.
(process.env.TOCSIN_TEST_REDIS === 'spawn' ? test : test.skip)('a Redis that evicts jobs when it is full', async () => {
  const redis = await startRedis();
  const admin = new Redis(redis.url);
  try {
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const environment = { ...at.environment, REDIS_URL: redis.url };
    expect((await at.examine(environment)).amiss).toMatchObject([
      {
        id: 'queue.redis',
        status: 'problem',
        found: expect.stringContaining('maxmemory-policy is allkeys-lru'),
        remedy: expect.stringContaining('config set maxmemory-policy noeviction'),
      },
    ]);
    await admin.config('SET', 'maxmemory-policy', 'noeviction');
    expect((await at.examine(environment)).amiss).toEqual([]);
  } finally {
    admin.disconnect();
    await redis.stop();
  }
});
