/** Questions to real databases and caches: what may be asked, what is refused, and that nothing that was not approved changes. */
import { Redis } from 'ioredis';
import type { Params, Plan } from '../../src/domain/runbook/model.ts';
import type { ChangeKind, StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { openSimulatedData, type SimulatedData } from '../support/simulated-data.ts';

let data: SimulatedData;
let ports: StepPorts;
beforeAll(async () => {
  data = await openSimulatedData();
  ports = data as unknown as StepPorts;
});
afterAll(() => data.close());

const read = async (name: string, params: Params) => {
  const kind = kindOf(name);
  if (!kind || !('read' in kind)) throw new Error(name);
  return kind.read(params, ports, { timeout: 5_000, now: Date.now(), since: Date.now() });
};
async function plan(name: string, params: Params): Promise<Plan> {
  const made = await (kindOf(name) as ChangeKind).plan(params, ports, { now: 0, key: 'run/1/plan/1' });
  if ('refused' in made) throw new Error(made.refused);
  return { ...{ run: 1, step: '1', attempt: 1, kind: name, params, runbook: 'x', requester: 'ada' }, ...made };
}
const execute = (of: Plan, late = false) => (kindOf(of.kind) as ChangeKind).execute(of, ports, { key: 'k', late });
const ask = (sql: string, values: readonly unknown[] = []) =>
  read('postgres.query', { database: 'architect', sql, values });

describe('postgres.query', () => {
  test('shows rows by their columns, at most 200, and says that there are more', async () => {
    const all = await ask('select id, name from users order by id');
    expect(all).toMatchObject({
      columns: ['id', 'name'],
      count: 200,
      first: { id: 1, name: 'user 1' },
      note: expect.stringContaining('only the first 200'),
    });
    expect(await ask('select name from users where id = $1', [7])).toMatchObject({
      count: 1,
      first: { name: 'user 7' },
    });
    expect(await ask('select count(*) from users')).toMatchObject({ first: { count: 500 } });
    expect(await ask('select null as a, true as b, now() as c, 1.5::numeric as d, array[1] as e')).toMatchObject({
      first: { a: null, b: true, d: '1.5' },
    });
  });

  test('a role that could do more is refused, and our own record is nobody’s to ask', async () => {
    const before = data.addresses.DIAGNOSE ?? '';
    try {
      data.addresses.DIAGNOSE = data.addresses.CHANGE ?? '';
      await expect(ask('select 1')).rejects.toMatchObject({ code: 'postgres.too-powerful' });
    } finally {
      data.addresses.DIAGNOSE = before;
    }
    await data.query('grant insert on canary to public; grant usage on schema public to public');
    await expect(ask('select 1')).rejects.toMatchObject({ message: expect.stringContaining('may change tables') });
    await data.query('revoke insert on canary from public');
    expect(await ask('select 1 as one')).toMatchObject({ first: { one: 1 } });
  });

  test.each([
    [
      'a grant on one column',
      'grant update (n) on canary to public',
      'revoke update (n) on canary from public',
      'may change tables',
    ],
    [
      'a view it may write through',
      'create view through as select n from canary; grant insert on through to public',
      'drop view through',
      'may change tables',
    ],
    [
      'a sequence',
      'create sequence counter; grant usage on sequence counter to public',
      'drop sequence counter',
      'may move sequences',
    ],
    [
      'a schema to create in',
      'grant create on schema public to public',
      'revoke create on schema public from public',
      'may create',
    ],
    [
      'a function of somebody else',
      "create function act() returns int language sql security definer as 'select 1'",
      'drop function act()',
      'security definer',
    ],
    ['making roles', 'alter role LOOK createrole', 'alter role LOOK nocreaterole', 'may make roles'],
    ['making databases', 'alter role LOOK createdb', 'alter role LOOK nocreatedb', 'may make roles or databases'],
    ['replication', 'alter role LOOK replication', 'alter role LOOK noreplication', 'replicate'],
    ['ending others', 'grant pg_signal_backend to LOOK', 'revoke pg_signal_backend from LOOK', 'stop others'],
    ['files', 'grant pg_write_server_files to LOOK', 'revoke pg_write_server_files from LOOK', 'read files'],
    [
      'a role it could make itself into',
      'create role LOOK_other; grant insert on canary to LOOK_other; grant usage on schema public to LOOK_other; grant LOOK_other to LOOK with inherit false',
      'drop owned by LOOK_other; drop role LOOK_other',
      'may change tables',
    ],
    [
      'a table behind a search_path that hides the catalogue',
      'create schema hides; create view hides.pg_class as select * from pg_catalog.pg_class where false; grant usage on schema hides to public; grant select on hides.pg_class to public; alter role LOOK set search_path = hides, pg_catalog; grant insert on canary to public',
      'drop schema hides cascade; alter role LOOK reset search_path; revoke insert on canary from public',
      'may change tables',
    ],
  ])('%s is too much for a role that looks', async (_, giving, taking, words) => {
    const role = new URL(data.addresses.DIAGNOSE ?? '').username;
    const [give, take] = [giving, taking].map((t) => t.replaceAll('LOOK', role)) as [string, string];
    await data.query(give);
    try {
      await expect(ask('select 1')).rejects.toMatchObject({ message: expect.stringContaining(words) });
    } finally {
      await data.query(take);
    }
    expect(await ask('select 1 as one')).toMatchObject({ first: { one: 1 } });
  });

  test('our own record is nobody’s to look at or to change, also for roles that may not even see into its schema', async () => {
    await data.query('create schema tocsin; create table tocsin.timeline (n int)');
    try {
      await expect(ask('select 1')).rejects.toMatchObject({ code: 'postgres.our-own' });
      const bounds = { timeout: 5_000, rows: 1 };
      await expect(ports.sql.change('architect', 'delete from canary', [], bounds)).rejects.toMatchObject({
        code: 'postgres.our-own',
      });
    } finally {
      await data.query('drop schema tocsin cascade');
    }
    expect(await data.query('select n from canary')).toEqual([{ n: 1 }]);
  });

  test('one wide row does not go over the limit', async () => {
    const wide = await ask("select repeat('x', 2000) as a, n from generate_series(1, 100) n");
    expect(JSON.stringify(wide.rows).length).toBeLessThan(70_000);
    expect(wide.note).toMatch(/there are more/);
  });

  test('a change that was cut at its time may have happened; a look surely did nothing', async () => {
    const bounds = { timeout: 200, rows: 1 };
    await expect(ports.sql.change('architect', 'select pg_sleep(5)', [], bounds)).rejects.toMatchObject({
      kind: 'unknown',
    });
    await expect(ports.sql.look('architect', 'select pg_sleep(5)', [], bounds)).rejects.toMatchObject({
      kind: 'retry',
    });
  });

  test('an expression cannot stand in its text', async () => {
    const { runbookOf } = await import('../unit/run-play.ts');
    const step = (sql: string) =>
      runbookOf(
        `- postgres.query: { database: architect, sql: ${JSON.stringify(sql)}, values: ["\${{ inputs.ns }}"] }\n`,
      );
    expect(step('select $1').steps).toHaveLength(1);
    expect(() => step('select ${{ inputs.ns }}')).toThrow(/sql is written out/);
  });
});

describe('postgres.statement', () => {
  test('shows its text and what it is about; what is approved is what runs', async () => {
    const of = await plan('postgres.statement', {
      database: 'architect',
      statement: 'slow-log',
      values: { ms: 1_000 },
    });
    expect(of).toMatchObject({
      summary: 'Log what takes a second in architect',
      notes: ['Values: $1 = 1000'],
      undo: { params: { statement: 'slow-log-off' } },
    });
    expect(await data.query('select * from settings')).toEqual([]);
    expect(await execute(of)).toMatchObject({ kind: 'done', output: { tag: 'INSERT 1' } });
    expect(await data.query('select * from settings')).toEqual([{ name: 'slow', value: 1_000 }]);
    await execute(await plan(of.undo?.kind ?? '', of.undo?.params ?? {}));
    expect(await data.query('select * from settings')).toEqual([]);
  });

  test('what cannot stand in a transaction runs; a preview that says something else voids the plan', async () => {
    expect(
      await execute(await plan('postgres.statement', { database: 'architect', statement: 'vacuum' })),
    ).toMatchObject({ kind: 'done' });
    const of = await plan('postgres.statement', {
      database: 'architect',
      statement: 'terminate-idle',
      values: { minutes: 10 },
    });
    expect(of.guarded).toEqual({ preview: 'connections\n0' });
    expect(await execute({ ...of, guarded: { preview: 'connections\n4' } })).toMatchObject({ kind: 'drifted' });
    expect(await execute(of, true)).toEqual({ kind: 'late' });
    expect(await execute(of)).toMatchObject({ kind: 'done' });
  });

  test.each([
    [{ statement: 'drop-all' }, /there is no statement drop-all/],
    [{ statement: 'slow-log' }, /needs the value ms/],
    [{ statement: 'slow-log', values: { ms: 1 } }, /from 100 to 60000/],
    [{ statement: 'slow-log', values: { ms: '1000; drop table canary' } }, /whole number/],
    [{ statement: 'vacuum', values: { a: 1 } }, /takes no value a/],
  ])('%j is refused with its reason', async (params, why) => {
    await expect(plan('postgres.statement', { database: 'architect', ...params })).rejects.toThrow(why);
  });
});

const withRedis = process.env.TOCSIN_TEST_REDIS ? describe : describe.skip;
withRedis('redis', () => {
  let redis: Redis;
  beforeAll(() => {
    redis = new Redis(data.redisUrl ?? '');
  });
  afterAll(() => redis.disconnect());
  beforeEach(async () => {
    await redis.flushall();
    for (let n = 0; n < 300; n++) await redis.set(`user:${n}`, 'x'.repeat(n));
  });

  test('looks at memory, slow commands and the largest keys without walking over everything', async () => {
    expect(await read('redis.ping', { cache: 'architect' })).toMatchObject({ ms: expect.any(Number) });
    expect(await read('redis.info', { cache: 'architect' })).toMatchObject({
      policy: 'noeviction',
      evicted: 0,
      usedBytes: expect.any(Number),
    });
    await redis.config('SET', 'slowlog-log-slower-than', '0');
    await redis.set('secret', 'hunter2');
    const slow = await read('redis.slowlog', { cache: 'architect', last: 20 });
    expect(JSON.stringify(slow)).toContain('set (2 arguments)');
    expect(JSON.stringify(slow)).not.toContain('hunter2');
    await redis.config('SET', 'slowlog-log-slower-than', '10000');
    const big = await read('redis.bigKeys', { cache: 'architect', look: 100, first: 5 });
    expect(big).toMatchObject({ all: 301, looked: 100, note: 'only 100 of 301 keys were looked at' });
  });

  test('a setting is changed once, with what it was as the way back; somebody faster voids it', async () => {
    const of = await plan('redis.configSet', { cache: 'architect', setting: 'maxmemory', value: '64mb' });
    expect(of).toMatchObject({ changes: [{ from: '0', to: '64mb' }], undo: { params: { value: '0' } } });
    expect(await execute(of)).toMatchObject({ kind: 'done' });
    expect(await redis.config('GET', 'maxmemory')).toEqual(['maxmemory', String(64 * 2 ** 20)]);
    expect(await execute(of)).toMatchObject({ kind: 'done' });
    await redis.config('SET', 'maxmemory', '0');
    const again = await plan('redis.configSet', { cache: 'architect', setting: 'maxmemory', value: '64mb' });
    await redis.config('SET', 'maxmemory', '1000000');
    expect(await execute(again)).toMatchObject({ kind: 'drifted', moved: ['maxmemory: 0 → 1000000'] });
    await redis.config('SET', 'maxmemory', '0');
  });

  test('a policy that evicts is refused where jobs live', async () => {
    const policy = { cache: 'architect', setting: 'maxmemory-policy', value: 'allkeys-lru' };
    expect(await plan('redis.configSet', policy)).toMatchObject({
      changes: [{ from: 'noeviction', to: 'allkeys-lru' }],
    });
    await redis.set('bull:pages:1', 'job');
    await expect(plan('redis.configSet', policy)).rejects.toThrow(/holds a queue \(bull:pages:1\).*only noeviction/);
  });

  test('what would be thrown away is shown first', async () => {
    const of = await plan('redis.flush', { cache: 'architect' });
    expect(of).toMatchObject({
      summary: 'Throw away all 300 keys of architect',
      notes: [expect.stringContaining('user:* 300'), expect.stringContaining('no undo')],
    });
    expect(await redis.dbsize()).toBe(300);
    await redis.set('order:1', 'x');
    expect(await execute(of)).toEqual({ kind: 'drifted', moved: ['there are other keys now: order:'] });
    expect(await redis.dbsize()).toBe(301);
    await redis.del('order:1');
    await execute(of);
    expect(await redis.dbsize()).toBe(0);
    await expect(plan('redis.flush', { cache: 'architect' })).rejects.toThrow(/empty already/);
  });

  test('what somebody’s queue is in is not thrown away, also when it came after the plan', async () => {
    const of = await plan('redis.flush', { cache: 'architect' });
    await redis.set('bull:pages:1', 'job');
    expect(await execute(of)).toMatchObject({ kind: 'drifted' });
    expect(await redis.dbsize()).toBe(301);
    await expect(plan('redis.flush', { cache: 'architect' })).rejects.toThrow(/holds a queue \(bull:pages:1\)/);
  });
});
