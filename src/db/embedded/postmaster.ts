/** The server process that runs on a data folder, whoever started it: find it, stop it. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { runsWith, startedAt } from './process-identity.ts';

export interface Postmaster {
  readonly pid: number;
  /** 0 until the server has written it down. */
  readonly port: number;
  /** Recovered, and taking connections: its own word, not that of whatever else answers on the port. */
  readonly ready: boolean;
}

const run = promisify(execFile);
const POLL_MS = 25;
const FAST_MS = 30_000;
const IMMEDIATE_MS = 10_000;

const lockFile = (data: string): string => path.join(data, 'postmaster.pid');

function readLock(data: string): string | undefined {
  try {
    return fs.readFileSync(lockFile(data), 'utf8');
  } catch {
    return undefined;
  }
}

export function findPostmaster(data: string): Postmaster | undefined {
  const lines = readLock(data)?.split('\n') ?? [];
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !runsWith(pid, data)) return undefined;
  return { pid, port: port || 0, ready: lines[7]?.trim() === 'ready' };
}

/**
 * PostgreSQL's own check asks only whether the pid exists, so a reused pid, or a zombie that nobody reaps in a container
 * without an init, makes it refuse to start for ever. Never called while a server of ours is starting.
 */
export function clearDeadLock(data: string): void {
  const text = readLock(data);
  if (text === undefined || findPostmaster(data)) return;
  // Empty for a moment while its server is about to write it.
  if (text === '' && Date.now() - (fs.statSync(lockFile(data), { throwIfNoEntry: false })?.mtimeMs ?? 0) < 1_000)
    return;
  fs.rmSync(lockFile(data), { force: true });
}

/** `since`: when it began. Its arguments are gone before it is: by them alone it would seem to have ended a moment too early. */
async function gone(pid: number, since: string | undefined, within: number): Promise<boolean> {
  for (let waited = 0; waited < within; waited += POLL_MS) {
    if (startedAt(pid) !== since) return true;
    await pause(POLL_MS);
  }
  return startedAt(pid) !== since;
}

/** Fast shutdown (sessions are ended, everything is written), then immediate (the next start recovers from the log). */
export async function stopPostmaster(bin: Binaries, account: Account, data: string, pid: number): Promise<void> {
  if (!runsWith(pid, data)) return;
  const since = startedAt(pid);
  if (process.platform === 'win32') {
    await run(bin.pgCtl, ['stop', '-D', data, '-m', 'fast', '-w'], { ...account, env: bin.env });
    return;
  }
  for (const [signal, within] of [
    ['SIGINT', FAST_MS],
    ['SIGQUIT', IMMEDIATE_MS],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw new EmbeddedPostgresError(`PostgreSQL (pid ${pid}) may not be stopped by this user: ${String(e)}`);
    }
    if (await gone(pid, since, within)) return;
  }
  throw new EmbeddedPostgresError(`PostgreSQL (pid ${pid}) does not stop. Look at it, then stop it by hand.`);
}
