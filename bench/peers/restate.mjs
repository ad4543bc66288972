// Restate: runs of no-op steps in its own durable log. Starts its server, prints one line of JSON.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as restate from '@restatedev/restate-sdk';

// Its SDK expects Node 22.
Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const [concurrency, runs, steps] = process.argv.slice(2).map(Number);
const took = [];
const port = 20_000 + (process.pid % 10_000);
const bench = restate.service({
  name: 'bench',
  handlers: {
    run: async (ctx, count) => {
      for (let n = 0; n < count; n++) {
        const began = performance.now();
        await ctx.run('step', async () => n);
        took.push(performance.now() - began);
      }
    },
  },
});
await restate.serve({ services: [bench], port });

const dir = mkdtempSync(join(tmpdir(), 'restate-'));
const [ingress, admin, node] = [port + 1, port + 2, port + 3];
const require = createRequire(import.meta.url);
const root = dirname(require.resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/package.json`));
const server = spawn(join(root, 'bin/restate-server'), ['--no-logo', '--base-dir', dir], {
  stdio: 'ignore',
  env: {
    PATH: process.env.PATH,
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
    RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
    RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
    DO_NOT_TRACK: '1',
    RESTATE_DISABLE_TELEMETRY: 'true',
  },
});
const end = () => {
  server.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
};
const gone = new Promise((_, no) => server.once('exit', (code) => no(new Error(`restate-server ended with ${code}`))));
gone.catch(() => {});
const until = async (ask) => {
  for (let n = 0; n < 200; n++) {
    const ok = await Promise.race([ask().catch(() => false), gone]);
    if (ok) return;
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error('restate-server does not answer');
};
try {
  await until(
    async () =>
      (
        await fetch(`http://127.0.0.1:${admin}/deployments`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ uri: `http://127.0.0.1:${port}`, force: true }),
        })
      ).ok,
  );
  const call = async () => {
    const answer = await fetch(`http://127.0.0.1:${ingress}/bench/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(steps),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  };
  await until(() => call().then(() => true));
  const play = async (many) => {
    let left = many;
    const one = async () => {
      while (left-- > 0) await call();
    };
    await Promise.all(Array.from({ length: concurrency }, one));
  };
  await play(Math.min(concurrency * 2, 50));
  took.length = 0;
  const began = performance.now();
  await play(runs);
  const ms = performance.now() - began;
  took.sort((a, b) => a - b);
  const at = (q) => took[Math.min(took.length - 1, Math.floor(q * took.length))];
  process.stdout.write(`${JSON.stringify({ perSecond: took.length / (ms / 1000), p50: at(0.5), p99: at(0.99) })}\n`);
} finally {
  end();
}
process.exit();
