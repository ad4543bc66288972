/** A role of the product as a process of its own, from the compiled sources, that a test may kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface RoleProcess {
  readonly pid: number;
  readonly port: number;
  /** Resolves with the moment it was gone, milliseconds since the epoch. */
  readonly gone: Promise<number>;
  kill(): void;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  readonly log: readonly string[];
}

const all = new Set<ChildProcess>();

function spawnRole(role: 'bot' | 'worker', environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['dist/src/main.js', 'start', '--role', role], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment, LOG_LEVEL: 'info', PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  all.add(child);
  return child;
}

export async function startRole(
  role: 'bot' | 'worker',
  environment: Readonly<Record<string, string>>,
): Promise<RoleProcess> {
  const child = spawnRole(role, environment);
  const log: string[] = [];
  const gone = new Promise<number>((r) => child.once('exit', () => r(Date.now())));
  child.stderr.on('data', (d: Buffer) => log.push(d.toString()));
  const port = await new Promise<number>((ok, no) => {
    child.once('exit', (code, signal) =>
      no(new Error(`${role} ended before it started (${code ?? signal}):\n${log.join('\n')}`)),
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.push(line);
      const told = line.includes('"started"') ? (JSON.parse(line) as { port?: number }) : {};
      if (told.port !== undefined) ok(told.port);
    });
  });
  return {
    pid: child.pid ?? 0,
    port,
    gone,
    log,
    kill: () => child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
  };
}

/** A worker that lives until this crash point, which may be before it has told that it started. */
export async function workerThatDiesAt(point: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const child = spawnRole('worker', { ...environment, TOCSIN_CRASH_AT: point });
  const log: string[] = [];
  for (const out of [child.stdout, child.stderr]) out.on('data', (d: Buffer) => log.push(d.toString()));
  const [code, signal] = await once(child, 'exit');
  if (signal !== 'SIGKILL')
    throw new Error(`the worker ended with ${signal ?? code} before ${point}:\n${log.join('')}`);
}

/** Whatever a failed test left behind. */
export async function endAll(): Promise<void> {
  for (const child of all) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((r) => child.once('exit', r));
    child.kill('SIGKILL');
    await gone;
  }
  all.clear();
}
