/** The bot and the workers of a sandbox as processes of their own, so that killing one is killing one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../lib/package-root.ts';
import type { ProcessRow } from '../../sandbox/control/wire.ts';

/** Long enough to be seen, and to see that the others do the work meanwhile. Milliseconds. */
const AWAY = 6_000;
const LAST_LINES = 40;
/** A stop takes at most ten seconds by itself. */
const LONGEST_STOP = 12_000;

export interface Part {
  readonly name: string;
  readonly role: 'bot' | 'worker';
  readonly environment: Readonly<Record<string, string>>;
}

export interface Processes {
  rows(): readonly ProcessRow[];
  kill(name: string): void;
  stop(): Promise<void>;
}

interface Living {
  readonly part: Part;
  child: ChildProcess | undefined;
  state: ProcessRow['state'];
  restarts: number;
  readonly lines: string[];
}

const root = packageRoot();
const built = (path: string) => join(root, 'dist/src', path);

function start(part: Part): ChildProcess {
  return spawn(
    process.execPath,
    ['--import', built('app/sandbox/leave-with-parent.js'), built('main.js'), 'start', '--role', part.role],
    { env: part.environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
}

/** Resolves once each of them said that it started. Rejects with the last words of one that ended before. */
export async function startProcesses(parts: readonly Part[], changed: () => void): Promise<Processes> {
  let stopping = false;
  const living = parts.map((part): Living => ({ part, child: undefined, state: 'starting', restarts: 0, lines: [] }));

  const turn = (one: Living, state: ProcessRow['state']) => {
    one.state = state;
    changed();
  };

  const run = (one: Living): Promise<void> =>
    new Promise((ok, no) => {
      const child = start(one.part);
      one.child = child;
      turn(one, 'starting');
      const heard = (line: string) => {
        one.lines.push(line);
        if (one.lines.length > LAST_LINES) one.lines.shift();
        // Killed while it started: what it still wrote is read, and it does not run.
        if (one.state !== 'starting' || !line.includes('"msg":"started"')) return;
        turn(one, 'running');
        ok();
      };
      for (const out of [child.stdout, child.stderr]) if (out) createInterface({ input: out }).on('line', heard);
      child.once('error', no);
      // Not `exit`: what was written last must have been read.
      child.once('close', (code, signal) => {
        turn(one, stopping ? 'stopped' : 'killed');
        no(new Error(`${one.part.name} ended with ${signal ?? code}:\n${one.lines.slice(-8).join('\n')}`));
        if (!stopping) setTimeout(() => again(one), AWAY).unref();
      });
    });

  const again = (one: Living) => {
    if (stopping) return;
    one.restarts += 1;
    // It ends again, and is started again: the page shows it.
    run(one).catch(() => {});
  };

  const stopOne = (one: Living): Promise<void> => {
    const { child } = one;
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((ok) => {
      const hard = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP);
      child.once('close', () => {
        clearTimeout(hard);
        ok();
      });
      child.kill('SIGTERM');
    });
  };

  const stop = async () => {
    stopping = true;
    await Promise.all(living.map(stopOne));
  };

  try {
    await Promise.all(living.map(run));
  } catch (e) {
    await stop();
    throw e;
  }
  return {
    rows: () =>
      living.map(({ part, child, state, restarts }) => ({
        name: part.name,
        state,
        restarts,
        ...(child?.pid !== undefined && state !== 'killed' ? { pid: child.pid } : {}),
      })),
    kill(name) {
      const one = living.find((l) => l.part.name === name);
      if (!one) throw new Error(`There is no process ${name}. There are ${living.map((l) => l.part.name).join(', ')}.`);
      // At once: its end is heard of later, and whoever looks meanwhile must not count on it.
      if (one.child?.kill('SIGKILL')) turn(one, 'killed');
    },
    stop,
  };
}
