/** Lanes, leases and fences, on both backends: in order within a lane, once settled whatever dies or freezes. */
import type { Claimed, EffectHandler, Outcome } from '../../src/engine/effect.ts';
import { backends } from '../support/redis.ts';
import { toyEffect, toyInput } from '../support/toy.ts';
import { type ToyEngine, toyEngine } from '../support/toy-engine.ts';

interface Work {
  readonly what: string;
}

/** A gate: what waits at it is let through by the test. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>((r) => {
    open = r;
  });
  return { open, passed };
}

describe.each(backends)('on $name', ({ name }) => {
  let t: ToyEngine;
  beforeEach(async () => {
    t = await toyEngine(name);
  });
  afterEach(() => t.close());

  const start = async () => (await t.engine.handle(toyInput('toy.start', 'new', {}))).ref!.id;
  const add = (id: number, ...effects: ReturnType<typeof toyEffect>[]) =>
    t.engine.handle(toyInput('toy.add', id, { n: 1, effects }));
  const done = async (id: number) => (await t.engine.state<{ done: string[] }>({ kind: 'incident', id }))!.state.done;

  /** A handler that does what the test says and tells the aggregate. */
  const handler = (run: (e: Claimed<Work>) => Promise<Outcome | undefined>): EffectHandler =>
    ({
      kind: 'work',
      async run(e: Claimed<Work>) {
        const to = e.of;
        return (await run(e)) ?? { kind: 'done', result: { type: 'toy.done', to, data: { what: e.payload.what } } };
      },
      gaveUp: (e: Claimed<Work>, why: string, reason: string) => ({
        type: 'toy.gone',
        to: e.of,
        data: { what: e.payload.what, why: `${why}: ${reason}` },
      }),
    }) as unknown as EffectHandler;

  /** Resolves when the aggregate has told of `n` effects; driven by the worker's own reports. */
  const told = async (id: number, n: number) => {
    while ((await done(id)).length < n) {
      const seen = t.events.length;
      await new Promise<void>((r) => {
        const look = setInterval(() => {
          if (t.events.length > seen) {
            clearInterval(look);
            r();
          }
        }, 5);
      });
    }
    return done(id);
  };

  test('a ring starts the work at once; a lane keeps its order, lanes run side by side', async () => {
    const id = await start();
    const hold = gate();
    const begun: string[] = [];
    await t.worker([
      handler(async (e) => {
        begun.push(e.payload.what);
        if (e.payload.what === 'a1') await hold.passed;
        return undefined;
      }),
    ]);
    await add(id, ...['a1', 'a2', 'b1', 'b2'].map((k) => toyEffect({ key: k, lane: k[0]! })));
    await told(id, 2);
    expect(begun).toContain('b2');
    expect(begun).not.toContain('a2');
    hold.open();
    expect((await told(id, 4)).filter((w) => w.startsWith('a'))).toEqual(['a1', 'a2']);
    // The reconciler would have done the same a second later: the bell itself must have worked.
    expect(t.troubles).toEqual([]);
  });

  test('with more lanes than hands, what found no hand free begins when one is, and does not wait for a tick', async () => {
    const most = 480;
    await t.worker([handler(async () => undefined)]);
    const id = await start();
    const ticks = () => t.events.filter((e) => e.type === 'lag').length;
    const before = ticks();
    await add(id, ...Array.from({ length: most }, (_, n) => toyEffect({ key: `many/${n}` })));
    await told(id, most);
    // 24 of 32 hands are not kept for pages: by ticks alone it would take twenty.
    expect(ticks() - before).toBeLessThan(12);
  });

  test('what does not hurry has few hands of its own: it holds up nothing, and goes on without waiting for ticks', async () => {
    const [id, hold] = [await start(), gate()];
    const begun: string[] = [];
    await t.worker([
      handler(async (e) => {
        begun.push(e.payload.what);
        if (e.priority > 1) await hold.passed;
        return undefined;
      }),
    ]);
    const of = (name: string, priority: 0 | 1 | 2, most: number) =>
      Array.from({ length: most }, (_, n) => ({ ...toyEffect({ key: `${name}/${n}` }), priority }));
    await add(id, ...of('post', 2, 60), ...of('step', 1, 20), ...of('page', 0, 20));
    await told(id, 40);
    expect(begun.filter((w) => w.startsWith('post'))).toHaveLength(4);
    const ticks = () => t.events.filter((e) => e.type === 'lag').length;
    const before = ticks();
    hold.open();
    await told(id, 100);
    // Four at a time: by ticks alone it would take fourteen.
    expect(ticks() - before).toBeLessThan(8);
  });

  test('a timer fires when the clock says so, never early', async () => {
    const id = await start();
    const worker = await t.worker([handler(async () => undefined)]);
    await add(id, toyEffect({ key: 'later', dueAt: t.engine.clock.now() + 60_000 }));
    await t.db.advance(59_000);
    await worker.tick();
    await worker.quiet();
    expect(await done(id)).toEqual([]);
    await t.db.advance(1_500);
    await worker.tick();
    expect(await told(id, 1)).toEqual(['later']);
  });

  test('with every queue deleted, the tick finds what is due', async () => {
    const id = await start();
    await add(id, ...['x', 'y', 'z'].map((key) => toyEffect({ key })));
    if (t.redis) await t.redis.stop();
    else await t.db.query('truncate bullmq.job cascade');
    const worker = await t.worker([handler(async () => undefined)], t.another());
    await worker.tick();
    expect([...(await told(id, 3))].sort()).toEqual(['x', 'y', 'z']);
  });

  test('a frozen worker’s settle writes nothing once another has the effect', async () => {
    const id = await start();
    const [inHand, frozen] = [gate(), gate()];
    const doubts: boolean[] = [];
    const first = await t.worker([
      handler(async (e) => {
        doubts.push(e.doubt);
        inHand.open();
        await frozen.passed;
        return undefined;
      }),
    ]);
    await add(id, toyEffect({ key: 'slow' }));
    await inHand.passed;
    const successor = handler(async (e) => {
      doubts.push(e.doubt);
      return undefined;
    });
    const second = await t.worker([successor], t.another());
    await t.db.advance(11_000);
    await second.tick();
    await told(id, 1);
    frozen.open();
    await first.quiet();
    expect(t.events.filter((e) => e.type === 'settled').map((e) => e.type === 'settled' && e.status)).toEqual([
      'done',
      'fenced',
    ]);
    expect(doubts).toEqual([false, true]);
    expect(await done(id)).toEqual(['slow']);
  });

  test('a dead worker’s leases are taken over at the next tick, and `once` work asks a person instead', async () => {
    const id = await start();
    const [inHand, never] = [gate(), gate()];
    let begun = 0;
    await t.worker([
      handler(async () => {
        begun += 1;
        if (begun === 2) inHand.open();
        await never.passed;
        return undefined;
      }),
    ]);
    await add(id, toyEffect({ key: 'again' }), toyEffect({ key: 'only', class: 'once' }));
    await inHand.passed;
    // As if its process had died: the session that is its life is gone.
    await t.db.query(
      `select pg_terminate_backend(pid, 1000) from pg_stat_activity where application_name = 'tocsin-life' and datname = current_database()`,
    );
    const runs: string[] = [];
    const successor = handler(async (e) => {
      runs.push(e.payload.what);
      return undefined;
    });
    const second = await t.worker([successor], t.another());
    await second.tick();
    const all = await told(id, 2);
    expect(runs).toEqual(['again']);
    expect(all.find((w) => w.startsWith('only'))).toContain('unknown');
    never.open();
  });

  test('work that kills its worker every time is let go after five, and the rest flows on', async () => {
    const id = await start();
    await add(id, toyEffect({ key: 'poison' }));
    await t.db.query(`update effect set crashes = 5, doubt = true where key = 'poison'`);
    let ran = 0;
    const worker = await t.worker([
      handler(async () => {
        ran += 1;
        return undefined;
      }),
    ]);
    await worker.tick();
    expect((await told(id, 1))[0]).toContain('poison: failed');
    expect(ran).toBe(0);
  });

  test('whoever dies in it once is replaced at once; what kills one after the other waits in between', async () => {
    const id = await start();
    await add(id, toyEffect({ key: 'once' }), toyEffect({ key: 'again' }));
    // Nobody lives under this number: both died in the middle of it.
    await t.db.query(
      `update effect set status = 'leased', worker = 9999, lease_until = app_now() + interval '5 seconds', fence = 1,
              crashes = case key when 'again' then 1 else 0 end where key in ('once', 'again')`,
    );
    const ran: string[] = [];
    const worker = await t.worker([
      handler(async (e) => {
        ran.push(e.key);
        return undefined;
      }),
    ]);
    await worker.tick();
    await worker.quiet();
    expect(ran).toEqual(['once']);
    await t.db.advance(3_000);
    await worker.tick();
    await worker.quiet();
    expect(ran).toEqual(['once', 'again']);
  });

  test('what shows the latest state joins the one of its kind that waits, and not the one under way', async () => {
    const id = await start();
    const hold = gate();
    const seen: string[] = [];
    const card = (n: number) => toyEffect({ key: `card-${n}`, lane: 'card', coalesces: true });
    await add(id, ...Array.from({ length: 30 }, (_, n) => card(n)));
    const worker = await t.worker([
      handler(async (e) => {
        seen.push(e.payload.what);
        await hold.passed;
        return undefined;
      }),
    ]);
    await worker.tick();
    for (let n = 30; n < 60; n++) await add(id, card(n));
    hold.open();
    await told(id, 2);
    await worker.quiet();
    expect(seen).toEqual(['card-0', 'card-30']);
    expect(await t.db.query('select key, status from effect order by id')).toEqual([
      { key: 'card-0', status: 'done' },
      { key: 'card-30', status: 'done' },
    ]);
  });
});
