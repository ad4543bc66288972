/** A redis-server of one's own on a free port, when there is one to run. */
import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';

export interface TestRedis {
  readonly url: string;
  readonly process?: ChildProcess;
  stop(): Promise<void>;
}

/** What the engine's tests run on: each name with how to get its REDIS_URL. */
export const backends: readonly { readonly name: 'postgres' | 'redis' }[] = process.env.TOCSIN_TEST_REDIS
  ? [{ name: 'postgres' }, { name: 'redis' }]
  : [{ name: 'postgres' }];

async function freePort(): Promise<number> {
  return new Promise((ok, no) => {
    const s = net.createServer().once('error', no);
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address() as net.AddressInfo;
      s.close(() => ok(port));
    });
  });
}

export async function startRedis(): Promise<TestRedis> {
  const given = process.env.TOCSIN_TEST_REDIS;
  if (given && given !== 'spawn') return { url: given, stop: async () => {} };
  const port = await freePort();
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise<void>((ok, no) => {
    child.once('error', no);
    child.once('exit', (code) => no(new Error(`redis-server ended with ${code}`)));
    child.stdout.on('data', (d: Buffer) => d.toString().includes('Ready to accept') && ok());
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((r) => child.once('exit', r));
      child.kill('SIGKILL');
      await gone;
    },
  };
}
