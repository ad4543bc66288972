/** Databases and caches of the services, set up wrongly in one thing at a time, on real servers: doctor finds that, and names the remedy. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type Doctored, openDoctored } from '../support/doctored.ts';
import { openSimulatedData, type SimulatedData, TARGETS } from '../support/simulated-data.ts';

let at: Doctored;
let data: SimulatedData;
let cache: string | undefined;
beforeAll(async () => {
  at = await openDoctored();
  data = await openSimulatedData();
  const withRedis = data.redisUrl !== undefined;
  await writeFile(
    join(at.workflows, 'org/targets.yaml'),
    withRedis ? TARGETS : TARGETS.replace(/^caches.*$/m, 'caches: {}'),
  );
  await writeFile(
    join(at.workflows, 'architect/asks.yaml'),
    `name: Asks
steps:
  - postgres.query: { database: architect, sql: select 1 as n }
  - postgres.statement: { database: architect, statement: vacuum }
${withRedis ? '  - redis.ping: architect\n' : ''}`,
  );
  if (data.redisUrl === undefined) return;
  const owner = new Redis(data.redisUrl);
  // Exactly what doctor tells people to grant.
  const rights = '~* -@all +ping +select +info +dbsize +scan +type +memory|usage +slowlog|get +config|get';
  await owner.acl('SETUSER', 'looker', 'on', '>look', ...rights.split(' '));
  await owner.acl('SETUSER', 'blind', 'on', '>look', '~*', '-@all', '+ping');
  owner.disconnect();
  cache = as('looker');
});
afterAll(async () => {
  await data.close();
  await at.close();
});

function as(user: string, password = 'look'): string {
  const url = new URL(data.redisUrl ?? '');
  url.username = user;
  url.password = password;
  return url.href;
}

const { DIAGNOSE, CHANGE } = { DIAGNOSE: 'TOCSIN_SECRET_DIAGNOSE', CHANGE: 'TOCSIN_SECRET_CHANGE' };

async function amiss(changes: Readonly<Record<string, string | undefined>> = {}) {
  const environment = {
    ...at.environment,
    [DIAGNOSE]: data.addresses.DIAGNOSE,
    [CHANGE]: data.addresses.CHANGE,
    TOCSIN_SECRET_CACHE: cache,
    ...changes,
  };
  const told = await at.examine(environment);
  for (const url of Object.values(data.addresses)) expect(told.printed).not.toContain(url);
  return told.amiss.map((f) => [f.status, f.id, f.found, 'remedy' in f ? f.remedy : '']);
}

const one = (status: string, id: string, found: string, remedy: string) => [
  [status, id, expect.stringContaining(found), expect.stringContaining(remedy)],
];

test('what is set up as it should be is well', async () => {
  expect(await amiss()).toEqual([]);
});

test('a role that looks and may do more', async () => {
  const user = new URL(data.addresses.DIAGNOSE ?? '').username;
  await data.query(`grant update on canary to ${user}`);
  const found = one('problem', 'targets.databases', 'the role that looks at architect may change tables', 'grant');
  expect(await amiss()).toEqual(found);
  await data.query(`revoke update on canary from ${user}`);
  expect(await amiss()).toEqual([]);
});

test('one role for both', async () => {
  expect(await amiss({ [CHANGE]: data.addresses.DIAGNOSE })).toEqual(
    one('problem', 'targets.databases', 'as the same role', 'may do what the statements do'),
  );
});

test('what is looked at is another database than what is changed', async () => {
  const other = new URL(data.addresses.CHANGE ?? '');
  other.pathname = '/postgres';
  expect(await amiss({ [CHANGE]: other.href })).toEqual(
    one('problem', 'targets.databases', 'and changed in postgres', 'the same database in both'),
  );
});

(process.env.TOCSIN_TEST_REDIS === 'spawn' ? test : test.skip)(
  'a cache that knows us not, takes writes, tells nothing, or is our own',
  async () => {
    const owner = new Redis(data.redisUrl ?? '');
    const before = await owner.dbsize();
    const with_ = (url: string | undefined) => amiss({ TOCSIN_SECRET_CACHE: url });
    expect(await with_(as('looker', 'wrong'))).toEqual(
      one('problem', 'targets.caches', 'WRONGPASS', 'host, port and password'),
    );
    expect(await with_(data.redisUrl)).toEqual(one('warning', 'targets.caches', 'may write keys', '-@all +ping'));
    expect(await with_(as('blind'))).toEqual(one('problem', 'targets.caches', 'NOPERM', '-@all +ping'));
    expect(await amiss({ REDIS_URL: data.redisUrl })).toEqual(
      one('problem', 'targets.caches', 'is the server of REDIS_URL', 'a Redis of its own'),
    );
    expect(await owner.dbsize()).toBe(before);
    owner.disconnect();
  },
);
