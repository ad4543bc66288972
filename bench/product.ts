/** A process under measure: the built product or a peer, until it says what is waited for. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../src/lib/package-root.ts';

export interface Running<T> {
  readonly pid: number;
  /** From the start to the line. */
  readonly startMs: number;
  /** What was made of the line. */
  readonly said: T;
  end(): void;
}

export interface Program<T> {
  /** Arguments to Node. */
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What the line says that is waited for; undefined for any other line. */
  readonly until: (line: Readonly<Record<string, unknown>>) => T | undefined;
}

/** Resolves at the line; rejects when the process ends before. */
export async function run<T>({ args, environment = {}, until }: Program<T>): Promise<Running<T>> {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${args.join(' ')} did not start`);
  const said = await new Promise<T>((ok, no) => {
    child.once('exit', (code) => no(new Error(`${args.join(' ')} ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const it = line.startsWith('{') ? until(JSON.parse(line) as Record<string, unknown>) : undefined;
      if (it !== undefined) ok(it);
    });
  });
  child.removeAllListeners('exit');
  return { pid, startMs: performance.now() - began, said, end: () => void child.kill('SIGKILL') };
}

/** A role of the built product, started when it says so. */
export function role(name: 'bot' | 'worker', environment: Readonly<Record<string, string>>): Promise<Running<number>> {
  return run({
    args: [join(packageRoot(), 'dist/src/main.js'), 'start', '--role', name],
    environment: { ...environment, LOG_LEVEL: 'info', PORT: '0' },
    until: ({ msg, port }) => (msg === 'started' ? Number(port ?? 0) : undefined),
  });
}
