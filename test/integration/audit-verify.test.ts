/** The timelines as evidence: whoever can write to the database can change them, and cannot do so unseen. */
import { createPool, type Pool } from '../../src/db/pool.ts';
import { type Broken, verifyTimelines } from '../../src/engine/timeline-store.ts';
import { endAll, tocsin } from '../support/tocsin.ts';
import { toyInput } from '../support/toy.ts';
import { type ToyEngine, toyEngine } from '../support/toy-engine.ts';

let t: ToyEngine;
let pool: Pool;
const ids: number[] = [];
beforeAll(async () => {
  t = await toyEngine('postgres');
  pool = createPool({ url: t.db.url, max: 1, name: 'test', onError: () => {} });
  for (let n = 0; n < 3; n++) {
    const { ref } = await t.engine.handle(toyInput('toy.start', 'new', {}));
    const id = ref?.id ?? 0;
    ids.push(id);
    for (let i = 0; i < 5; i++) await t.engine.handle(toyInput('toy.add', id, { n: 1 }));
  }
});
afterAll(async () => {
  await endAll();
  await pool.end();
  await t.close();
});

async function verify(): Promise<{ timelines: number; entries: number; broken: Broken[] }> {
  const sum = { timelines: 0, entries: 0, broken: [] as Broken[] };
  for await (const part of verifyTimelines(pool)) {
    sum.timelines += part.timelines;
    sum.entries += part.entries;
    sum.broken.push(...part.broken);
  }
  return sum;
}

/** What is not generated. */
const STORED = 'kind, id, version, last_seq, last_at, last_hash, guard, state, fixed';

/** As the owner of the database, with the triggers out of the way, and back again afterwards. */
async function tampered<T>(sql: string, values: unknown[], look: () => Promise<T>): Promise<T> {
  await t.db.query('create table kept_timeline as table timeline');
  await t.db.query('create table kept_aggregate as table aggregate');
  await t.db.query('alter table timeline disable trigger user');
  try {
    await t.db.query(sql, values);
    return await look();
  } finally {
    await t.db.query('delete from timeline');
    await t.db.query('delete from aggregate');
    await t.db.query('insert into timeline table kept_timeline');
    await t.db.query(`insert into aggregate (${STORED}) select ${STORED} from kept_aggregate`);
    await t.db.query('alter table timeline enable trigger user');
    await t.db.query('drop table kept_timeline, kept_aggregate');
  }
}

it('what was written is whole', async () => {
  expect(await verify()).toEqual({ timelines: 3, entries: 18, broken: [] });
});

describe.each([
  ['who did it', `update timeline set actor = 'slack:U0EVE' where id = $1 and seq = 3`, 3],
  ['when', `update timeline set at = at + interval '1 second' where id = $1 and seq = 2`, 2],
  ['what', `update timeline set data = data || '{"n": 100}' where id = $1 and seq = 4`, 4],
  ['what kind', `update timeline set type = 'toy.other' where id = $1 and seq = 5`, 5],
  ['an entry that is gone', `delete from timeline where id = $1 and seq = 3`, 3],
  ['the first one', `delete from timeline where id = $1 and seq = 1`, 1],
  ['the end', `delete from timeline where id = $1 and seq = 6`, 6],
  ['all of it', `delete from timeline where id = $1`, 1],
  [
    'two that changed places',
    `update timeline set seq = case seq when 2 then 3 else 2 end + 100 where id = $1 and seq in (2, 3)`,
    2,
  ],
  [
    'one too many',
    `insert into timeline select kind, id, 7, at, type, actor, source, request, data, hash from timeline where id = $1 and seq = 6`,
    7,
  ],
  ['its aggregate', `delete from aggregate where id = $1`, 1],
])('%s', (_what, sql, seq) => {
  it('is named by incident and entry, and nothing else is', async () => {
    const id = ids[1];
    const { broken } = await tampered(sql, [id], verify);
    expect(broken).toMatchObject([{ kind: 'incident', id, seq }]);
    expect((await verify()).broken).toEqual([]);
  });
});

it('tocsin audit verify says so and exits with 1', async () => {
  const run = async () => {
    const process = tocsin(['audit', 'verify'], { DATABASE_URL: t.db.url });
    const { code } = await process.ended;
    return { code, out: process.out.join('\n') };
  };
  expect(await run()).toEqual({
    code: 0,
    out: '3 timelines with 18 entries: every one is whole, in order and as it was written.',
  });
  const bad = await tampered(`update timeline set actor = 'slack:U0EVE' where id = $1 and seq = 3`, [ids[0]], run);
  expect(bad.code).toBe(1);
  expect(bad.out).toContain(`INC-${ids[0]}, entry 3: entry 3 was changed`);
});
