// DBOS Transact: runs of no-op steps, each recorded in PostgreSQL before the next. Prints one line of JSON.
import { DBOS } from '@dbos-inc/dbos-sdk';

const [url, concurrency, runs, steps] = process.argv.slice(2);
const took = [];

const run = DBOS.registerWorkflow(
  async (count) => {
    for (let n = 0; n < count; n++) {
      const began = performance.now();
      await DBOS.runStep(async () => n, { name: 'step' });
      took.push(performance.now() - began);
    }
  },
  { name: 'run' },
);

DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, logLevel: 'error', runAdminServer: false });
await DBOS.launch();
const play = async (many) => {
  let left = many;
  const one = async () => {
    while (left-- > 0) await (await DBOS.startWorkflow(run)(Number(steps))).getResult();
  };
  await Promise.all(Array.from({ length: Number(concurrency) }, one));
};
await play(Math.min(Number(concurrency) * 2, 50));
took.length = 0;
const began = performance.now();
await play(Number(runs));
const ms = performance.now() - began;
took.sort((a, b) => a - b);
const at = (q) => took[Math.min(took.length - 1, Math.floor(q * took.length))];
process.stdout.write(
  `${JSON.stringify({ perSecond: took.length / (ms / 1000), p50: at(0.5), p99: at(0.99), rssMb: process.memoryUsage().rss / 2 ** 20 })}\n`,
);
await DBOS.shutdown();
process.exit();
