/** P5: everything is due at once: how long until every timer has fired, that the P1 are first, and how long a person waits meanwhile. */
import { type BenchEngine, openEngine } from './engine.ts';
import { type Figure, figure, quantile } from './figure.ts';
import { fill, owned } from './many.ts';
import { type Measure, repeated } from './measure.ts';
import type { Backend, Place } from './place.ts';

const INCIDENTS = 10_000;
/** A person every this many milliseconds. */
const EVERY = 50;
const LOOK = 100;

interface Storm {
  readonly timers: number;
  readonly seconds: number;
  readonly answerP99: number;
}

const DUE = `select count(*)::int as n from effect where kind = 'input' and status = 'ready' and due_at <= app_now()`;
/** Whether any is left, asked so that asking takes no part of what is measured: by the indexes that claiming goes by. */
const LEFT = `
  select exists (select from effect where status = 'ready' and priority <= 1 and due_at <= app_now() and kind = 'input')
      or exists (select from effect where status = 'leased' and lease_until > 'epoch' and kind = 'input') as any`;

async function person(e: BenchEngine, n: number): Promise<number> {
  const began = performance.now();
  await e.engine.handle({
    type: 'incident.ack',
    to: { kind: 'incident', id: n },
    key: `bench/storm/${n}`,
    actor: 'ada',
    source: 'slack',
    data: { by: 'U0ADA', groups: [] },
  });
  return performance.now() - began;
}

async function once(place: Place, backend: Backend, incidents: number): Promise<Storm> {
  const pages = ['page.trigger', 'page.acknowledge', 'page.resolve'];
  const silent = pages.map((kind) => ({ kind, run: async () => ({ kind: 'done' as const }), gaveUp: () => undefined }));
  const e = await openEngine(place, backend, silent, () => {});
  try {
    await fill(e, { incidents, rows: 1 });
    await e.worker.quiet();
    return await owned(e.url, async (owner) => {
      // The first levels are minutes away: the clock jumps to where all of them are due.
      await owner.query(`update clock set offset_ms = offset_ms + 3600000`);
      const [due] = (await owner.query<{ n: number }>(DUE)).rows;
      const began = performance.now();
      const answers: Promise<number>[] = [];
      let n = 0;
      const asking = setInterval(() => {
        n += 1;
        answers.push(person(e, incidents - n));
      }, EVERY);
      for (;;) {
        const [left] = (await owner.query<{ any: boolean }>(LEFT)).rows;
        if (left?.any === false) break;
        await new Promise((r) => setTimeout(r, LOOK));
      }
      const seconds = (performance.now() - began) / 1000;
      clearInterval(asking);
      return { timers: due?.n ?? 0, seconds, answerP99: quantile(await Promise.all(answers), 0.99) };
    });
  } finally {
    await e.close();
  }
}

export const storm: Measure = {
  name: 'storm',
  what: `${INCIDENTS} open P1 incidents whose levels are all due at the same moment, while people acknowledge`,
  async *run(place, { quick }): AsyncIterable<Figure> {
    for (const backend of place.backends) {
      const taken = await repeated(1, () => once(place, backend, quick ? INCIDENTS / 10 : INCIDENTS));
      const timers = taken[0]?.timers ?? 0;
      yield figure(
        `${timers} timers on ${backend}: all fired after`,
        's',
        taken.map((t) => t.seconds),
        { target: { name: 'P5', is: 'at most', than: 5 } },
      );
      yield figure(
        `an acknowledgement meanwhile on ${backend}: p99`,
        'ms',
        taken.map((t) => t.answerP99),
        { target: { name: 'P5', is: 'at most', than: 250 } },
      );
    }
  },
};
