/** One transaction per input, shared: each answered once, whole or absent. */
import { type Entry, firstBroken } from '../../src/engine/timeline.ts';
import { toyEffect, toyInput } from '../support/toy.ts';
import { type ToyEngine, toyEngine } from '../support/toy-engine.ts';

let t: ToyEngine;
beforeAll(async () => {
  t = await toyEngine('postgres');
});
afterAll(() => t.close());

const start = async (guard?: string) => {
  const { ref } = await t.engine.handle(toyInput('toy.start', 'new', guard ? { guard } : {}));
  return ref!.id;
};
const sum = async (id: number) => (await t.engine.state<{ sum: number }>({ kind: 'incident', id }))?.state.sum;

test('the same key gives the stored answer and changes nothing', async () => {
  const id = await start();
  const input = toyInput('toy.add', id, { n: 5 });
  const first = await t.engine.handle(input);
  const again = await Promise.all([t.engine.handle(input), t.engine.handle(input), t.another().handle(input)]);
  for (const a of again) expect(a).toEqual(first);
  expect(await sum(id)).toBe(5);
});

test('three hundred inputs to one aggregate from three processes all count once, in a gapless chain', async () => {
  const id = await start();
  const engines = [t.engine, t.another(), t.another()];
  await Promise.all(Array.from({ length: 300 }, (_, i) => engines[i % 3]!.handle(toyInput('toy.add', id, { n: 1 }))));
  expect(await sum(id)).toBe(300);
  const entries = await t.db.query<Entry & { hash: Buffer }>(
    `select seq, ms(at) as at, type, actor, source, request, data, hash from timeline where kind = 'incident' and id = $1 order by seq`,
    [id],
  );
  const [head] = await t.db.query<{ seq: number; hash: Buffer }>(
    'select last_seq as seq, last_hash as hash from aggregate where id = $1',
    [id],
  );
  expect(entries.map((e) => e.seq)).toEqual(Array.from({ length: 301 }, (_, i) => i + 1));
  expect(firstBroken({ kind: 'incident', id }, entries, head!)).toBeUndefined();
  const bent = entries.map((e) => (e.seq === 40 ? { ...e, data: { n: 2 } } : e));
  expect(firstBroken({ kind: 'incident', id }, bent, head!)?.seq).toBe(40);
  expect(firstBroken({ kind: 'incident', id }, entries.slice(0, -1), head!)?.seq).toBe(301);
});

test('what arrives together is committed together', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => start()));
  const [before] = await t.db.query<{ n: string }>(
    'select xact_commit as n from pg_stat_database where datname = current_database()',
  );
  await Promise.all(ids.flatMap((id) => [1, 2, 3].map((n) => t.engine.handle(toyInput('toy.add', id, { n })))));
  await t.db.query('select pg_stat_force_next_flush()');
  const [after] = await t.db.query<{ n: string }>(
    'select xact_commit as n from pg_stat_database where datname = current_database()',
  );
  expect(await Promise.all(ids.map(sum))).toEqual(ids.map(() => 6));
  expect(Number(after!.n) - Number(before!.n)).toBeLessThan(40);
});

test('a bug in one decision harms only its own input', async () => {
  const id = await start();
  const good = t.engine.handle(toyInput('toy.add', id, { n: 1 }));
  const bad = t.engine.handle(toyInput('toy.throw', id, {}));
  const other = t.engine.handle(toyInput('toy.add', id, { n: 2 }));
  await expect(bad).rejects.toThrow('a bug');
  await Promise.all([good, other]);
  expect(await sum(id)).toBe(3);
});

test('a refusal is answered, remembered and on the timeline', async () => {
  const id = await start();
  const input = toyInput('toy.refuse', id, {});
  const { answer } = await t.engine.handle(input);
  expect(answer?.code).toBe('refused.no');
  expect((await t.engine.handle(input)).answer).toEqual(answer);
  const rows = await t.db.query(`select type from timeline where id = $1 and request = $2`, [id, input.key]);
  expect(rows).toEqual([{ type: 'refused' }]);
});

test('a guard is held by one, however many ask at the same moment', async () => {
  const other = t.another();
  const told = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      (i % 2 ? t.engine : other).handle(toyInput('toy.start', 'new', { guard: 'G' })),
    ),
  );
  const won = told.filter((x) => x.answer?.code === 'started');
  expect(won).toHaveLength(1);
  // Those who lost left no holes in the numbers behind.
  const next = await start();
  expect(next - won[0]!.ref!.id).toBeLessThanOrEqual(11);
  for (const x of told) if (x !== won[0]) expect(x.answer?.text.join('')).toBe(`held by ${won[0]!.ref!.id}`);
});

test('the application can neither change nor delete the timeline, nor move the clock', async () => {
  await start();
  for (const attack of [
    `update timeline set type = 'x'`,
    'delete from timeline',
    'truncate timeline',
    'update clock set offset_ms = 1',
    'drop table timeline',
  ]) {
    await expect(t.db.query(`set role tocsin_app; ${attack}`)).rejects.toThrow(/denied|owner/);
    await t.db.query('reset role');
  }
  await expect(t.db.query(`update timeline set type = 'x'`)).rejects.toThrow('append-only');
});

test('a cancelled effect is not done; an effect of the same key stands once', async () => {
  const id = await start();
  const later = toyEffect({ key: `later-${id}`, dueAt: t.engine.clock.now() + 60_000 });
  await t.engine.handle(toyInput('toy.add', id, { n: 1, effects: [later] }));
  await t.engine.handle(toyInput('toy.add', id, { n: 1, effects: [later] }));
  await t.engine.handle(toyInput('toy.add', id, { n: 1, cancel: [later.key] }));
  const rows = await t.db.query('select status from effect where key = $1', [later.key]);
  expect(rows).toEqual([{ status: 'cancelled' }]);
});

test('an effect cancelled by an input of the same commit is never begun', async () => {
  const id = await start();
  const soon = toyEffect({ key: `soon-${id}`, dueAt: t.engine.clock.now() + 60_000 });
  await Promise.all([
    t.engine.handle(toyInput('toy.add', id, { n: 1, effects: [soon] })),
    t.engine.handle(toyInput('toy.add', id, { n: 1, cancel: [soon.key] })),
  ]);
  const rows = await t.db.query(`select status from effect where key = $1 and status = 'ready'`, [soon.key]);
  expect(rows).toEqual([]);
});
