/** What the embedded-PostgreSQL tests share: throw-away folders, owners in processes of their own, one-line queries. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';

export const isRoot = process.getuid?.() === 0;
export const NOBODY = { uid: 65534, gid: 65534 };
const OWNER = path.resolve('test/integration/fixtures/embedded-owner.mjs');

export interface Owner {
  readonly child: ChildProcess;
  readonly said: {
    readonly url: string;
    readonly pid: number;
    readonly port: number;
    readonly adopted: boolean;
    readonly error?: string;
    readonly message?: string;
  };
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A new folder that other accounts may pass through; `mkdtemp` makes them 0700. */
export function newFolder(mode = 0o711): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'tocsin-embedded-'));
  fs.chmodSync(dir, mode);
  return dir;
}

const owners: ChildProcess[] = [];

export async function ownerOf(dir: string, as: { uid?: number; gid?: number } = {}, durable = false): Promise<Owner> {
  const args = [OWNER, dir, ...(durable ? ['durable'] : [])];
  const child = spawn(process.execPath, args, { ...as, cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] });
  owners.push(child);
  const exited = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    child,
    said: JSON.parse(line) as Owner['said'],
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.stdin.write('stop\n');
      await exited;
    },
  };
}

export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** Ends whatever a test left running on its folder, then removes the folder. */
export function cleanUp(dir: string): void {
  for (const child of owners.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  try {
    const pid = Number(fs.readFileSync(path.join(dir, 'pg18', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
  } catch {
    // stopped already
  }
  fs.rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
