/** P7: what a role costs while nothing happens: time until it has started, memory, processor time. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStage } from '../src/app/story/stage.ts';
import { type Figure, figure } from './figure.ts';
import { type Measure, repeated } from './measure.ts';
import { role } from './product.ts';

interface Cost {
  readonly startMs: number;
  readonly rssMb: number;
  /** Share of one processor. */
  readonly idle: number;
}

/** Linux counts processor time in hundredths of a second. */
const HERTZ = 100;
const WATCH = 8_000;
const SETTLE = 3_000;
const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));

async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / HERTZ;
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

async function cost(name: 'bot' | 'worker', environment: Readonly<Record<string, string>>): Promise<Cost> {
  const { pid, startMs, end } = await role(name, environment);
  try {
    await pause(SETTLE);
    const before = await processorSeconds(pid);
    await pause(WATCH);
    const used = (await processorSeconds(pid)) - before;
    return { startMs, rssMb: await residentMb(pid), idle: used / (WATCH / 1000) };
  } finally {
    end();
  }
}

export const roles: Measure = {
  name: 'roles',
  what: 'time to start, memory and processor time of an idle bot and worker (Linux)',
  async *run(place, { times }): AsyncIterable<Figure> {
    const dir = await mkdtemp(join(tmpdir(), 'tocsin-bench-roles-'));
    try {
      for (const backend of place.backends) {
        const stage = await openStage({
          dir: await mkdtemp(join(dir, 'stage-')),
          databaseUrl: await place.database(),
          ...(backend === 'redis' && place.redis ? { redisUrl: place.redis.url } : {}),
          without: 'bot',
        });
        for (const of of ['bot', 'worker'] as const) {
          const costs = await repeated(times, () => cost(of, stage.environment));
          const name = `${of} on ${backend}`;
          const start = { target: { name: 'P7', is: 'at most' as const, than: 1_500 } };
          yield figure(
            `${name}: started after`,
            'ms',
            costs.map((c) => c.startMs),
            start,
          );
          const memory = { target: { name: 'P7', is: 'at most' as const, than: 150 } };
          yield figure(
            `${name}: memory`,
            'MB',
            costs.map((c) => c.rssMb),
            memory,
          );
          const idle = { target: { name: 'P7', is: 'at most' as const, than: 1 } };
          yield figure(
            `${name}: idle`,
            '% of a core',
            costs.map((c) => c.idle * 100),
            idle,
          );
        }
        await stage.close();
      }
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};
