/** A Redis server of one's own that can be killed, frozen, emptied and started again on the same address. */
import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import { Redis } from 'ioredis';

export interface RedisServer {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  freeze(): void;
  thaw(): void;
  flush(): Promise<void>;
  /** Evicts whatever it likes from now on, and is full: the fix that seeds 001 and 003 recommend. */
  evict(): Promise<void>;
  stop(): Promise<void>;
}

const freePort = () =>
  new Promise<number>((ok, no) => {
    const probe = net.createServer().once('error', no);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => ok(port));
    });
  });

function launch(port: number): Promise<ChildProcess> {
  const settings = ['--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', ['--port', String(port), ...settings], { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((ok, no) => {
    child.once('error', no);
    child.once('exit', (code) => no(new Error(`redis-server ended with ${code}`)));
    child.stdout.on('data', (d: Buffer) => d.toString().includes('Ready to accept') && ok(child));
  });
}

export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child = await launch(port);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((r) => child.once('exit', r));
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await gone;
  };
  const order = async (...commands: string[][]) => {
    const client = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null });
    client.on('error', () => {});
    try {
      for (const [name = '', ...rest] of commands) await client.call(name, ...rest);
    } finally {
      client.disconnect();
    }
  };
  return {
    url,
    kill,
    async start() {
      if (child.exitCode === null && child.signalCode === null) return;
      child = await launch(port);
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    flush: () => order(['FLUSHALL']),
    evict: () =>
      order(['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru'], ['CONFIG', 'SET', 'maxmemory', '1mb'], ['FLUSHALL']),
    stop: kill,
  };
}
