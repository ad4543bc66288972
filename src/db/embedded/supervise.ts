/** Brings a server up on a data folder: adopts the one that was left running, or starts a new one. */
import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { answers, type Login } from './connection.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { clearDeadLock, findPostmaster, stopPostmaster } from './postmaster.ts';

export interface ServerPlan {
  readonly bin: Binaries;
  readonly account: Account;
  readonly data: string;
  readonly login: Login;
  readonly port: number | undefined;
  readonly durable: boolean;
  readonly log: (line: string) => void;
}

export interface Server {
  readonly pid: number;
  readonly port: number;
  readonly adopted: boolean;
}

const ADOPT_MS = 60_000;
/** Recovery after a power cut replays the log first, and must not be cut short. */
const READY_MS = 300_000;
const POLL_MS = 25;
const TRIES = 20;
/** Children of a killed server take a moment to let go of its memory; a free port may be taken before we bind it. */
const PASSING = /still in use|lock file .* (already exists|is empty)|could not bind|Address already in use/;
const BIND = /could not bind|Address already in use/;
const CARELESS = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = net.createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const at = probe.address();
      probe.close(() => found(typeof at === 'object' && at ? at.port : 0));
    });
  });
}

/** The orphan may still be starting, recovering or stopping; undefined once it has gone by itself. */
async function adopt(plan: ServerPlan): Promise<Server | undefined> {
  for (let waited = 0; waited < ADOPT_MS; waited += POLL_MS) {
    const now = findPostmaster(plan.data);
    if (!now) return undefined;
    if (plan.port !== undefined && now.port !== 0 && now.port !== plan.port) {
      await stopPostmaster(plan.bin, plan.account, plan.data, now.pid);
      return undefined;
    }
    if (now.ready && (await answers(plan.login, now.port))) {
      plan.log(`adopted the PostgreSQL that was left running as pid ${now.pid}`);
      return { pid: now.pid, port: now.port, adopted: true };
    }
    await pause(POLL_MS);
  }
  const stuck = findPostmaster(plan.data);
  throw new EmbeddedPostgresError(
    `A PostgreSQL (pid ${stuck?.pid ?? 'unknown'}) runs on ${plan.data} and does not answer. ` +
      `Stop it (kill -INT ${stuck?.pid ?? '<pid>'}) and start again, use another folder, or set DATABASE_URL.`,
  );
}

function launch(plan: ServerPlan, port: number): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'password_encryption=scram-sha-256',
    'max_connections=100',
    'log_destination=stderr',
    'timezone=UTC',
  ].flatMap((s) => ['-c', s]);
  const args = ['-D', plan.data, '-p', String(port), ...settings, ...(plan.durable ? [] : CARELESS)];
  return spawn(plan.bin.postgres, args, {
    ...plan.account,
    env: plan.bin.env,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32', // Ctrl-C in a terminal reaches us alone, and we stop it last
  });
}

type Outcome = { readonly up: true; readonly child: ChildProcess } | { readonly up: false; readonly said: string };

async function tryStart(plan: ServerPlan, port: number): Promise<Outcome> {
  const child = launch(plan, port);
  let said = '';
  let ended: string | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
    for (const line of text.split('\n')) if (line) plan.log(line);
  });
  child.on('error', (e) => {
    ended = String(e);
  });
  child.on('close', (code, signal) => {
    ended ??= `exit ${code ?? signal}`;
  });
  try {
    for (let waited = 0; ended === undefined; waited += POLL_MS) {
      const now = findPostmaster(plan.data);
      if (now?.pid === child.pid && now?.ready && (await answers(plan.login, port))) {
        child.unref();
        if (child.stderr instanceof net.Socket) child.stderr.unref();
        return { up: true, child };
      }
      if (waited > READY_MS) child.kill('SIGQUIT');
      await pause(POLL_MS);
    }
  } catch (e) {
    child.kill('SIGINT');
    throw e;
  }
  return { up: false, said: `${ended}\n${said}`.trim() };
}

export async function superviseServer(plan: ServerPlan): Promise<Server> {
  const left = await adopt(plan);
  if (left) return left;
  for (let attempt = 1; ; attempt++) {
    clearDeadLock(plan.data);
    const port = plan.port ?? (await freePort());
    const outcome = await tryStart(plan, port);
    if (outcome.up) return { pid: outcome.child.pid ?? 0, port, adopted: false };
    if (plan.port !== undefined && BIND.test(outcome.said)) {
      throw new EmbeddedPostgresError(
        `Port ${port} on 127.0.0.1 is taken by another program. Choose another port or none (any free one is used).`,
      );
    }
    if (attempt < TRIES && PASSING.test(outcome.said)) {
      await pause(250);
      continue;
    }
    throw new EmbeddedPostgresError(
      `PostgreSQL did not start on ${plan.data} (${outcome.said})\n` +
        'Fix what it says, use another folder, or set DATABASE_URL.',
    );
  }
}
