/**
 * The database did what it was asked, and nobody heard so: what that commit leased to this worker is in nobody's hand, and is
 * begun all the same, at once, as something that was never begun.
 */
import { createPool } from '../../src/db/pool.ts';
import { crashPoints } from '../../src/engine/crash-point.ts';
import type { Claimed, EffectHandler } from '../../src/engine/effect.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { AnyAggregate } from '../../src/engine/group.ts';
import type { Worker } from '../../src/engine/worker.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { toy, toyEffect, toyInput } from '../support/toy.ts';

let db: TestDatabase;
let proxy: TcpProxy;
let engine: Engine;
let worker: Worker;
const begun: string[] = [];
/** Called when an effect is begun, before it is done. */
let atBegin = (_what: string): void => {};
const ends: (() => Promise<unknown>)[] = [];

const handler = {
  kind: 'work',
  async run(e: Claimed<{ what: string }>) {
    begun.push(e.payload.what);
    atBegin(e.payload.what);
    return { kind: 'done', result: { type: 'toy.done', to: e.of, data: { what: e.payload.what } } };
  },
  gaveUp: () => undefined,
} as unknown as EffectHandler;

beforeAll(async () => {
  db = await createDatabase();
  const { hostname: host, port } = new URL(db.url);
  proxy = await startProxy({ host, port: Number(port) });
  const pool = createPool({ url: proxy.through(db.url), max: 4, name: 'test', onError: () => {} });
  const nobody = { ring: () => {}, answer: () => {}, obliterate: async () => 0, close: async () => {} };
  engine = createEngine({
    pool,
    // The worker's life does not end: only one reply is lost.
    databaseUrl: db.url,
    aggregates: [toy as unknown as AnyAggregate<null>],
    catalog: () => null,
    doorbell: { backend: 'postgres', ...nobody },
    crash: crashPoints(undefined),
  });
  worker = engine.worker({ handlers: [handler], slots: 32, slotsForRest: 4, report: () => {} });
  await worker.start();
  ends.push(
    () => worker.stop(0),
    () => pool.end(),
    () => proxy.close(),
    () => db.drop(),
  );
});
afterAll(async () => {
  for (const end of ends) await end();
});
beforeEach(() => {
  begun.length = 0;
  atBegin = () => {};
});

const start = async () => (await engine.handle(toyInput('toy.start', 'new', {}))).ref?.id ?? 0;
const rows = (lane: string) =>
  db.query<{ key: string; status: string; crashes: number; doubt: boolean }>(
    `select key, status, crashes, doubt from tocsin.effect where lane = '${lane}' order by id`,
  );
/** As many as there are have been settled. A lease that had to run out would take ten seconds, and count as a crash. */
async function settled(lane: string): Promise<Awaited<ReturnType<typeof rows>>> {
  for (;;) {
    const all = await rows(lane);
    if (all.every((r) => r.status !== 'ready' && r.status !== 'leased')) return all;
    await worker.tick();
  }
}

test('what the commit asked for', async () => {
  const id = await start();
  const effects = [toyEffect({ key: 'asked', lane: 'asked', class: 'once' })];
  proxy.loseReplyTo('engine_write');
  const told = await engine.handle(toyInput('toy.add', id, { n: 1, effects }));
  expect(told.answer?.code).toBe('added');
  expect(await settled('asked')).toEqual([{ key: 'asked', status: 'done', crashes: 0, doubt: false }]);
  expect(begun).toEqual(['asked']);
});

test('what stood behind the one that it settled', async () => {
  const id = await start();
  const effects = ['first', 'second'].map((key) => toyEffect({ key, lane: 'behind', class: 'once' }));
  atBegin = (what) => {
    if (what === 'first') proxy.loseReplyTo('engine_write');
  };
  await engine.handle(toyInput('toy.add', id, { n: 1, effects }));
  expect(await settled('behind')).toEqual([
    { key: 'first', status: 'done', crashes: 0, doubt: false },
    { key: 'second', status: 'done', crashes: 0, doubt: false },
  ]);
  expect(begun).toEqual(['first', 'second']);
});
