/** P4: from a slash command to PagerDuty: the real bot and worker, and an address that notes when the first page of each incident arrives. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStage, SECRETS } from '../src/app/story/stage.ts';
import { type Figure, figure, quantile } from './figure.ts';
import { load } from './load.ts';
import { type Measure, repeated } from './measure.ts';
import { role } from './product.ts';

const PACE = 20;
/** New processes, and then the same ones: together fewer than the hundred pages a key takes at once. */
const NEW_SECONDS = 2;
const STEADY_SECONDS = 2.9;
/** Longer than connections that nobody uses are kept open. Milliseconds. */
const QUIET = 12_000;
const GRACE = 5_000;

interface Ways {
  /** Of one command, alone, after some quiet. */
  readonly first: number;
  readonly begun: readonly number[];
  readonly steady: readonly number[];
}

interface Pagerduty {
  readonly url: string;
  /** Titles, with when their first page came. */
  readonly came: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Accepts everything at once: what is measured is the way to it. */
async function pagerduty(): Promise<Pagerduty> {
  const came = new Map<string, number>();
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (d: Buffer) => {
      body += d.toString();
    });
    req.on('end', () => {
      const title = /Wire \d+/.exec(body)?.[0];
      if (title !== undefined && !came.has(title)) came.set(title, performance.now());
      res.writeHead(202, { 'content-type': 'application/json' });
      res.end('{"status":"success","message":"Event processed","dedup_key":"x"}');
    });
  });
  await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    came,
    close: () =>
      new Promise((r) => {
        server.closeAllConnections();
        server.close(() => r());
      }),
  };
}

let begun = 0;

/** Milliseconds from each command to its first page. */
async function ways(
  pager: Pagerduty,
  to: { port: number; team: string; perSecond: number; seconds: number },
): Promise<number[]> {
  const sent = new Map<string, number>();
  const text = () => {
    begun += 1;
    sent.set(`Wire ${begun}`, performance.now());
    return `declare p4 Wire ${begun} --separate`;
  };
  await load({ ...to, secret: SECRETS.signingSecret, text });
  const missing = () => [...sent.keys()].filter((t) => !pager.came.has(t));
  for (const until = performance.now() + GRACE; missing().length > 0 && performance.now() < until; ) {
    await new Promise((r) => setTimeout(r, 20));
  }
  if (missing().length > 0) throw new Error(`${missing().length} of ${sent.size} were not paged for`);
  return [...sent].map(([title, at]) => (pager.came.get(title) ?? Number.NaN) - at);
}

export const wire: Measure = {
  name: 'wire',
  what: `slash command → the request to PagerDuty, ${PACE} declarations a second, bot and worker as processes`,
  async *run(place, { quick, times }): AsyncIterable<Figure> {
    const dir = await mkdtemp(join(tmpdir(), 'tocsin-bench-wire-'));
    try {
      for (const backend of place.backends) {
        const pager = await pagerduty();
        const stage = await openStage({
          dir: await mkdtemp(join(dir, 'stage-')),
          databaseUrl: await place.database(),
          ...(backend === 'redis' && place.redis ? { redisUrl: place.redis.url } : {}),
          without: 'bot',
        });
        const environment = { ...stage.environment, PAGERDUTY_EVENTS_URL: pager.url };
        const once = async (): Promise<Ways> => {
          // New ones each time: a key takes a hundred events, and then no more than PagerDuty allows.
          const [bot, worker] = [await role('bot', environment), await role('worker', environment)];
          const to = { port: bot.said, team: stage.slack.workspace.app.teamId };
          try {
            await new Promise((r) => setTimeout(r, QUIET));
            const [first = Number.NaN] = await ways(pager, { ...to, perSecond: 1, seconds: 1 });
            const begun = await ways(pager, { ...to, perSecond: PACE, seconds: NEW_SECONDS });
            return { first, begun, steady: await ways(pager, { ...to, perSecond: PACE, seconds: STEADY_SECONDS }) };
          } finally {
            bot.end();
            worker.end();
          }
        };
        const took = await repeated(quick ? 1 : times, once);
        await stage.close();
        await pager.close();
        const of = (q: number, which: 'begun' | 'steady') => took.map((t) => quantile(t[which], q));
        const target = { target: { name: 'P4', is: 'at most' as const, than: 100 } };
        const first = took.map((t) => t.first);
        yield figure(`on ${backend}, one alone after ${QUIET / 1000} s of quiet in a new process`, 'ms', first);
        yield figure(`on ${backend}, the first ${NEW_SECONDS} s of work of new processes: p50`, 'ms', of(0.5, 'begun'));
        yield figure(
          `on ${backend}, the first ${NEW_SECONDS} s of work of new processes: p99`,
          'ms',
          of(0.99, 'begun'),
        );
        yield figure(`on ${backend}: p50`, 'ms', of(0.5, 'steady'));
        yield figure(`on ${backend}: p99`, 'ms', of(0.99, 'steady'), target);
      }
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};
