/** P2: how late timers are that are all due in the same second, and that none is early. */
import pg from 'pg';
import { type EffectHandler, handlerOf } from '../src/engine/effect.ts';
import { openEngine } from './engine.ts';
import { type Figure, figure, quantile } from './figure.ts';
import { type Measure, repeated } from './measure.ts';
import type { Backend, Place } from './place.ts';

/** Until they are due: long enough to write them all. Milliseconds. */
const AHEAD = 4_000;

interface Lateness {
  readonly p50: number;
  readonly p99: number;
  readonly earliest: number;
}

async function lateness(place: Place, backend: Backend, count: number): Promise<Lateness> {
  const late: number[] = [];
  let finish = () => {};
  const all = new Promise<void>((r) => {
    finish = r;
  });
  const timer: EffectHandler = handlerOf<{ due: number }>({
    kind: 'bench.timer',
    async run({ payload }, io) {
      late.push(io.now() - payload.due);
      if (late.length === count) finish();
      return { kind: 'done' };
    },
    gaveUp: () => undefined,
  });
  const e = await openEngine(place, backend, [timer], () => {});
  const owner = new pg.Client({ connectionString: e.url, options: '-c search_path=tocsin' });
  await owner.connect();
  try {
    await owner.query(
      `insert into effect (kind, lane, key, class, priority, due_at, payload, of_kind, of_id)
       select 'bench.timer', 'bench/' || n, 'bench/' || n, 'read', 1, at_ms(due), jsonb_build_object('due', due), 'incident', n
         from (select floor(ms(app_now())) + $2::float8 as due) d, generate_series(1, $1::int) n`,
      [count, AHEAD],
    );
    await all;
    return { p50: quantile(late, 0.5), p99: quantile(late, 0.99), earliest: Math.min(...late) };
  } finally {
    await owner.end();
    await e.close();
  }
}

const TARGETS: Readonly<Record<number, number>> = { 1000: 50, 10000: 500 };

export const timers: Measure = {
  name: 'timers',
  what: 'lateness of timers due in the same second',
  async *run(place, { quick, times }): AsyncIterable<Figure> {
    for (const count of quick ? [1_000] : [1_000, 10_000]) {
      for (const backend of place.backends) {
        const taken = await repeated(times, () => lateness(place, backend, count));
        const name = `${count} timers on ${backend}`;
        yield figure(
          `${name}: p50`,
          'ms late',
          taken.map((t) => t.p50),
        );
        yield figure(
          `${name}: p99`,
          'ms late',
          taken.map((t) => t.p99),
          {
            target: { name: 'P2', is: 'at most', than: TARGETS[count] ?? 0 },
          },
        );
        yield figure(
          `${name}: the earliest`,
          'ms late',
          taken.map((t) => t.earliest),
          {
            target: { name: 'P2', is: 'at least', than: 0 },
          },
        );
      }
    }
  },
};
