/** The database moves to another place without a word: old connections stay silent, new ones work. */
import { createPool } from '../../src/db/pool.ts';
import { crashPoints } from '../../src/engine/crash-point.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { AnyAggregate } from '../../src/engine/group.ts';
import type { Worker, WorkerEvent } from '../../src/engine/worker.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { toy } from '../support/toy.ts';

let db: TestDatabase;
let proxy: TcpProxy;
let worker: Worker;
const ends: (() => Promise<unknown>)[] = [];
const events: WorkerEvent[] = [];

beforeAll(async () => {
  db = await createDatabase();
  const { hostname: host, port } = new URL(db.url);
  proxy = await startProxy({ host, port: Number(port) });
  const databaseUrl = proxy.through(db.url);
  const pool = createPool({ url: databaseUrl, max: 1, name: 'test', onError: () => {} });
  const doorbell = {
    backend: 'postgres',
    ring: () => {},
    answer: () => {},
    obliterate: async () => 0,
    close: async () => {},
  } as const;
  const engine = createEngine({
    pool,
    databaseUrl,
    aggregates: [toy as unknown as AnyAggregate<null>],
    catalog: () => null,
    doorbell,
    crash: crashPoints(undefined),
  });
  worker = engine.worker({ handlers: [], slots: 4, slotsForRest: 4, report: (e) => events.push(e) });
  ends.push(() => pool.end());
});
afterAll(async () => {
  await worker.stop(0);
  await proxy.close();
  for (const end of ends) await end();
  await db.drop();
});

const lives = async () =>
  (
    await db.query<{ n: number }>(
      `select objid::int as n from pg_locks
        where locktype = 'advisory' and classid = 5771 and granted
          and database = (select oid from pg_database where datname = current_database())`,
    )
  ).map((r) => r.n);
const lost = () => events.filter((e) => e.type === 'trouble' && e.what === 'life').length;

test('a worker notices that its life is over, begins another, and loses it once only', async () => {
  await worker.start();
  const [first] = await lives();
  expect(first).toBeDefined();
  proxy.strand();
  // One tick to notice, one that may still meet a dead connection of the pool.
  await worker.tick();
  await worker.tick();
  const [second, ...more] = await lives();
  expect(more).toEqual([]);
  expect(second).toBeGreaterThan(first ?? 0);
  expect(lost()).toBe(1);
  await worker.tick();
  expect(await lives()).toEqual([second]);
});
