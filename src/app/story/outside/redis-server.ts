/** A redis-server on a free port, which keeps nothing and stops when it is told to. */
import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';

export interface RedisServer {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** There is no redis-server to run: said, never imitated. */
export class NoRedisError extends Error {
  override readonly name = 'NoRedisError';
}

async function freePort(): Promise<number> {
  return new Promise((ok, no) => {
    const s = net.createServer().once('error', no);
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address() as net.AddressInfo;
      s.close(() => ok(port));
    });
  });
}

/** Throws `NoRedisError` when there is none on the PATH. */
export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((ok, no) => {
    child.once('error', () => no(new NoRedisError('There is no redis-server: install it and try again.')));
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
