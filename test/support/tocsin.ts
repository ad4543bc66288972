/** The product as a process of its own, from the compiled sources: what it writes, when it ends, and how. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface Tocsin {
  readonly child: ChildProcess;
  /** Lines of standard output so far. */
  readonly out: readonly string[];
  /** Standard error so far. */
  err(): string;
  readonly ended: Promise<Ended>;
  /** The first line that contains `text`, already written or still to come; rejects when the process ends before. */
  line(text: string): Promise<string>;
}

export interface Role extends Tocsin {
  readonly port: number;
  get(path: string): Promise<{ status: number; text: string }>;
  /** SIGTERM; resolves when it is gone. */
  stop(): Promise<Ended>;
}

const all = new Set<ChildProcess>();

/** `root`: where the product lies. */
export function tocsin(args: readonly string[], env: Readonly<Record<string, string>> = {}, root = '.'): Tocsin {
  const child = spawn(process.execPath, [join(root, 'dist/src/main.js'), ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  all.add(child);
  const out: string[] = [];
  const err: string[] = [];
  const waiting = new Set<() => void>();
  const look = () => {
    for (const w of waiting) w();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    out.push(line);
    look();
  });
  child.stderr.on('data', (d: Buffer) => err.push(d.toString()));
  let over = false;
  const ended = new Promise<Ended>((r) => {
    // Not `exit`: what was written last must have been read.
    child.once('close', (code, signal) => {
      over = true;
      r({ code, signal, at: Date.now() });
      look();
    });
  });
  return {
    child,
    out,
    err: () => err.join(''),
    ended,
    line: (text) =>
      new Promise((ok, no) => {
        const w = () => {
          const found = out.find((line) => line.includes(text));
          if (found === undefined && !over) return;
          waiting.delete(w);
          if (found !== undefined) ok(found);
          else no(new Error(`it ended without saying ${text}:\n${out.join('\n')}\n${err.join('')}`));
        };
        waiting.add(w);
        w();
      }),
  };
}

/** `tocsin start`, until it says that it has started. */
export async function startTocsin(
  role: 'bot' | 'worker' | 'all',
  env: Readonly<Record<string, string>>,
  root?: string,
): Promise<Role> {
  const args = ['start', ...(role === 'all' ? [] : ['--role', role])];
  const t = tocsin(args, { LOG_LEVEL: 'info', ...env, PORT: '0' }, root);
  const { port } = JSON.parse(await t.line('"msg":"started"')) as { port: number };
  return {
    ...t,
    port,
    async get(path) {
      const res = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: res.status, text: await res.text() };
    },
    stop() {
      t.child.kill('SIGTERM');
      return t.ended;
    },
  };
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
