/** P1: durable steps per second. Runs of ten steps that do nothing, with our state, timeline, effects and cards about them. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { packageRoot } from '../src/lib/package-root.ts';
import { type Figure, figure, median } from './figure.ts';
import { type Measure, repeated } from './measure.ts';
import type { Place } from './place.ts';
import { ours, type Speed, STEPS } from './steps-ours.ts';

const AT_A_TIME = [1, 10, 50] as const;

/** The same rows in bare commits: an insert per step, by as many connections, with nothing around it. */
async function bare(place: Place, atATime: number, runs: number): Promise<number> {
  const url = await place.database();
  const pool = new pg.Pool({ connectionString: url, max: Math.min(atATime, 20), options: '-c search_path=tocsin' });
  await pool.query('create table journal (run int, step int, at timestamptz default now(), primary key (run, step))');
  let left = runs;
  const began = performance.now();
  const lane = async () => {
    for (let run = left--; run > 0; run = left--) {
      for (let step = 0; step < STEPS; step++) {
        await pool.query({
          name: 'step',
          text: 'insert into journal (run, step) values ($1, $2)',
          values: [run, step],
        });
      }
    }
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  const seconds = (performance.now() - began) / 1000;
  await pool.end();
  return (runs * STEPS) / seconds;
}

const peers = join(packageRoot(), 'bench');
const run = promisify(execFile);

async function peer(name: 'dbos' | 'restate', args: readonly (string | number)[]): Promise<Speed> {
  const { stdout } = await run(process.execPath, [join(peers, `peers/${name}.mjs`), ...args.map(String)], {
    timeout: 180_000,
  });
  const line = stdout
    .trim()
    .split('\n')
    .findLast((l) => l.startsWith('{'));
  if (line === undefined) throw new Error(`${name} said nothing: ${stdout.slice(-300)}`);
  return JSON.parse(line) as Speed;
}

const TARGETS: Readonly<Record<number, number>> = { 1: 2, 10: 6, 50: 8 };

export const steps: Measure = {
  name: 'steps',
  what: 'durable steps per second of ten-step runs, against bare commits, DBOS and Restate',
  async *run(place, { quick, times }, tell): AsyncIterable<Figure> {
    const there = existsSync(join(peers, 'node_modules/@dbos-inc/dbos-sdk'));
    if (!there) tell('The peers are not installed: npm ci --prefix bench. Only bare commits are compared.');
    for (const c of AT_A_TIME) {
      const runs = Math.max(c * 2, (quick ? 10 : 40) * (c === 1 ? 1 : c === 10 ? 5 : 20));
      const commits = await repeated(times, () => bare(place, c, runs));
      const dbos = there
        ? await repeated(times, async () => peer('dbos', [await place.emptyDatabase(), c, runs, STEPS]))
        : [];
      const restate = there
        ? await repeated(times, () => peer('restate', [c, runs, STEPS])).catch((e: unknown) => {
            tell(`Restate does not start here: ${String(e).slice(0, 200)}`);
            return [];
          })
        : [];
      yield figure(`bare commits, ${c} at a time`, 'steps/s', commits);
      if (dbos.length > 0)
        yield figure(
          `DBOS, ${c} at a time`,
          'steps/s',
          dbos.map((d) => d.perSecond),
        );
      if (restate.length > 0)
        yield figure(
          `Restate, ${c} at a time`,
          'steps/s',
          restate.map((d) => d.perSecond),
        );
      for (const backend of place.backends) {
        const us = await repeated(times, () => ours(place, backend, c, runs));
        const speed = us.map((u) => u.perSecond);
        const name = `Tocsin on ${backend}, ${c} at a time`;
        yield figure(name, 'steps/s', speed, { against: { name: 'bare commits', value: median(commits) } });
        if (dbos.length > 0) {
          const against = { name: 'DBOS', value: median(dbos.map((d) => d.perSecond)) };
          yield figure(name, 'steps/s', speed, {
            against,
            target: { name: 'P1', is: 'at least', than: TARGETS[c] ?? 1 },
          });
        }
        if (restate.length > 0) {
          const against = { name: 'Restate', value: median(restate.map((d) => d.perSecond)) };
          const target = c === 50 ? { target: { name: 'P1', is: 'at least' as const, than: 4 } } : {};
          yield figure(name, 'steps/s', speed, { against, ...target });
        }
        const late = us.map((u) => u.p99);
        if (c === 50 && dbos.length > 0) {
          const against = { name: 'DBOS', value: median(dbos.map((d) => d.p99)) };
          yield figure(`${name}: step p99`, 'ms', late, { against, target: { name: 'P1', is: 'at most', than: 0.25 } });
        } else yield figure(`${name}: step p99`, 'ms', late);
      }
    }
  },
};
