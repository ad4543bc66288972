/** P3: from a slash command to its answer, after the commit of a declaration: our bot, Bolt alone, and Bolt with one commit. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openStage, SECRETS } from '../src/app/story/stage.ts';
import { packageRoot } from '../src/lib/package-root.ts';
import { type Figure, figure, median, quantile } from './figure.ts';
import { type Load, load } from './load.ts';
import { type Measure, repeated } from './measure.ts';

interface Listener {
  readonly port: number;
  end(): void;
}

/** A process that says on which port it listens. */
function listen(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Listener> {
  const child: ChildProcess = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((ok, no) => {
    child.once('exit', (code) => no(new Error(`${args.at(-1)} ended with ${code}`)));
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const told = line.startsWith('{') ? (JSON.parse(line) as { port?: number }) : {};
        if (told.port !== undefined) ok({ port: told.port, end: () => void child.kill('SIGKILL') });
      });
    }
  });
}

const PACES = [50, 200] as const;

export const answers: Measure = {
  name: 'answers',
  what: 'slash command → answer after the commit of a declaration, against bare Bolt and Bolt with one commit',
  async *run(place, { quick, times }): AsyncIterable<Figure> {
    const dir = await mkdtemp(join(tmpdir(), 'tocsin-bench-answers-'));
    const secret = SECRETS.signingSecret;
    const bolt = join(packageRoot(), 'bench/peers/bolt.mjs');
    const listeners: Listener[] = [];
    const stage = await openStage({ dir, databaseUrl: await place.database(), without: 'bot' });
    try {
      const bare = await listen([bolt, secret]);
      const one = await listen([bolt, secret, await place.emptyDatabase()]);
      const main = join(packageRoot(), 'dist/src/main.js');
      const ours = await listen([main, 'start', '--role', 'bot'], {
        ...stage.environment,
        PORT: '0',
        LOG_LEVEL: 'info',
      });
      listeners.push(bare, one, ours);
      const team = stage.slack.workspace.app.teamId;
      const base = { secret, team, text: (n: number) => `declare p4 Bench ${n} --separate`, seconds: quick ? 3 : 10 };
      const p = async (to: Listener, perSecond: number): Promise<{ p50: number; p99: number }> => {
        const o: Load = { ...base, port: to.port, perSecond };
        const took = await load(o);
        return { p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
      };
      // Code that runs for the first time is slow, ours and theirs.
      for (const l of listeners) await load({ ...base, port: l.port, perSecond: 100, seconds: 2 });
      for (const pace of PACES) {
        const taken = {
          bare: [] as { p50: number; p99: number }[],
          one: [] as { p50: number; p99: number }[],
          ours: [] as { p50: number; p99: number }[],
        };
        await repeated(times, async () => {
          taken.bare.push(await p(bare, pace));
          taken.one.push(await p(one, pace));
          taken.ours.push(await p(ours, pace));
        });
        const p99 = (of: readonly { p99: number }[]) => of.map((x) => x.p99);
        const p50 = (of: readonly { p50: number }[]) => of.map((x) => x.p50);
        yield figure(`bare Bolt at ${pace}/s: p99`, 'ms', p99(taken.bare));
        yield figure(`Bolt with one commit at ${pace}/s: p99`, 'ms', p99(taken.one));
        const against = { name: 'Bolt with one commit', value: median(p50(taken.one)) };
        yield figure(`Tocsin at ${pace}/s: p50`, 'ms', p50(taken.ours), { against });
        yield figure(`Tocsin at ${pace}/s: p99`, 'ms', p99(taken.ours), {
          against: { name: 'Bolt with one commit', value: median(p99(taken.one)) },
          target: { name: 'P3', is: 'at most', than: 1.5 },
        });
      }
    } finally {
      for (const l of listeners) l.end();
      await stage.close();
      await rm(dir, { recursive: true, force: true });
    }
  },
};
