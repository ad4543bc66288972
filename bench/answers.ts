/** P3: from a slash command to its answer, after the commit of a declaration: our bot, Bolt alone, and Bolt with one commit. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStage, SECRETS } from '../src/app/story/stage.ts';
import { packageRoot } from '../src/lib/package-root.ts';
import { type Figure, figure, median, quantile } from './figure.ts';
import { type Load, load } from './load.ts';
import { type Measure, repeated } from './measure.ts';
import { type Running, role, run } from './product.ts';

/** A process that says on which port it listens. */
const listen = (...args: readonly string[]): Promise<Running<number>> =>
  run({ args, until: ({ port }) => (port === undefined ? undefined : Number(port)) });

const PACES = [50, 200] as const;

export const answers: Measure = {
  name: 'answers',
  what: 'slash command → answer after the commit of a declaration, against bare Bolt and Bolt with one commit',
  async *run(place, { quick, times }): AsyncIterable<Figure> {
    const dir = await mkdtemp(join(tmpdir(), 'tocsin-bench-answers-'));
    const secret = SECRETS.signingSecret;
    const bolt = join(packageRoot(), 'bench/peers/bolt.mjs');
    const listeners: Running<number>[] = [];
    const stage = await openStage({ dir, databaseUrl: await place.database(), without: 'bot' });
    try {
      const bare = await listen(bolt, secret);
      const one = await listen(bolt, secret, await place.emptyDatabase());
      const ours = await role('bot', stage.environment);
      listeners.push(bare, one, ours);
      const team = stage.slack.workspace.app.teamId;
      const base = { secret, team, text: (n: number) => `declare p4 Bench ${n} --separate`, seconds: quick ? 3 : 10 };
      const p = async (to: Running<number>, perSecond: number): Promise<{ p50: number; p99: number }> => {
        const o: Load = { ...base, port: to.said, perSecond };
        const took = await load(o);
        return { p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
      };
      // Code that runs for the first time is slow, ours and theirs.
      for (const l of listeners) await load({ ...base, port: l.said, perSecond: 100, seconds: 2 });
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
