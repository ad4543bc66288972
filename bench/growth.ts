/** P6: what a command and the look for due work cost with ever more open incidents, and with a long history. */
import { type BenchEngine, openEngine } from './engine.ts';
import { type Figure, figure, median, quantile } from './figure.ts';
import { fill, type Many } from './many.ts';
import type { Measure } from './measure.ts';

const COMMANDS = 300;
const TICKS = 200;
const SIZES: readonly Many[] = [
  { incidents: 1_000, rows: 10 },
  { incidents: 10_000, rows: 10 },
  { incidents: 100_000, rows: 10 },
];

interface Cost {
  readonly command: number;
  readonly tick: number;
  readonly tickP99: number;
}

async function timed(times: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    await work(n);
    took.push(performance.now() - began);
  }
  return took;
}

async function cost(e: BenchEngine): Promise<Cost> {
  const declare = (n: number) =>
    e.engine.handle({
      type: 'incident.declare',
      to: { kind: 'incident', id: 'new' },
      key: `bench/growth/${n}`,
      actor: 'ada',
      source: 'slack',
      data: { severity: 'p4', title: `One more ${n}`, by: 'U0ADA', groups: [], separate: true },
    });
  const commands = await timed(COMMANDS, declare);
  await e.worker.quiet();
  const ticks = await timed(TICKS, () => e.worker.tick());
  return { command: median(commands), tick: median(ticks), tickP99: quantile(ticks, 0.99) };
}

/** How fast a cost grows: 0 not at all, 1 with the number. */
const exponent = (from: number, to: number, times: number): number => Math.log(to / from) / Math.log(times);

export const growth: Measure = {
  name: 'growth',
  what: 'a declaration, and one look for due work, with 1,000 to 100,000 open incidents and up to 1,000,000 rows of history',
  async *run(place, { quick }, tell): AsyncIterable<Figure> {
    const pages = ['page.trigger', 'page.acknowledge', 'page.resolve'];
    const silent = pages.map((kind) => ({
      kind,
      run: async () => ({ kind: 'done' as const }),
      gaveUp: () => undefined,
    }));
    const costs: Cost[] = [];
    for (const size of quick ? SIZES.slice(0, 2) : SIZES) {
      const e = await openEngine(place, 'postgres', silent, () => {});
      try {
        tell(`  ${size.incidents} open incidents, ${size.incidents * size.rows} rows of history`);
        await fill(e, size);
        await e.worker.quiet();
        const c = await cost(e);
        costs.push(c);
        const at = `with ${size.incidents} open incidents`;
        yield figure(`declare ${at}: p50`, 'ms', [c.command]);
        yield figure(`tick ${at}: p99`, 'ms', [c.tickP99], { target: { name: 'P6', is: 'at most', than: 20 } });
      } finally {
        await e.close();
      }
    }
    const [first, last] = [costs[0], costs.at(-1)];
    if (!first || !last) return;
    const times = 10 ** (costs.length - 1);
    const target = { target: { name: 'P6', is: 'at most' as const, than: 0.1 } };
    yield figure(
      `declare: exponent over ${times} times as many`,
      '',
      [exponent(first.command, last.command, times)],
      target,
    );
    yield figure(`tick: exponent over ${times} times as many`, '', [exponent(first.tick, last.tick, times)], target);
  },
};
