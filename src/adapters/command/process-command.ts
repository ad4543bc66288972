/** The command port over child processes: argv only, an empty environment, a process group of its own, a deadline and a size limit. */
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { performance } from 'node:perf_hooks';
import { stripVTControlCharacters } from 'node:util';
import { storable } from '../../lib/json.ts';
import type { Command, Invocation, Ran } from '../../ports/command.ts';
import { Fault } from '../../ports/fault.ts';

export interface ProcessCommandOptions {
  /** The secret behind `secret:NAME` in the environment. @default there are none */
  readonly secret?: (name: string) => string | undefined;
}

const KEPT = 64 * 1024;
/** Between asking a group to end and ending it. */
const GRACE = 2_000;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export class ProcessCommand implements Command {
  readonly #secret: (name: string) => string | undefined;

  constructor(o: ProcessCommandOptions = {}) {
    this.#secret = o.secret ?? (() => undefined);
  }

  async missing({ file, environment }: Pick<Invocation, 'file' | 'environment'>): Promise<string | undefined> {
    if (!isAbsolute(file)) return `${file} is not an absolute path`;
    const found = await stat(file).catch(() => undefined);
    if (!found)
      return `there is no ${file} on this worker: install it, or correct its path in workflows/org/commands.yaml`;
    if (!found.isFile()) return `${file} is not a program`;
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!runs) return `${file} may not be run by this worker`;
    const [unset] = secretsIn(environment).filter((name) => this.#secret(name) === undefined);
    return unset === undefined ? undefined : noSecret(unset);
  }

  async run(what: Invocation, effect: 'read' | 'change'): Promise<Ran> {
    const missing = await this.missing(what);
    if (missing !== undefined) throw new Fault('permanent', 'command.missing', missing);
    if (what.args.some((a) => a.includes('\0'))) throw new Fault('permanent', 'command.nul', 'an argument holds a NUL');
    const environment = { PATH, HOME: homedir(), ...this.#withSecrets(what.environment) };
    return await started(what, environment, effect);
  }

  #withSecrets(environment: Invocation['environment']): Record<string, string> {
    return Object.fromEntries(
      Object.entries(environment).map(([name, value]) => {
        if (!value.startsWith(SECRET)) return [name, value];
        const key = value.slice(SECRET.length);
        const found = this.#secret(key);
        if (found !== undefined) return [name, found];
        throw new Fault('permanent', 'command.no-secret', noSecret(key));
      }),
    );
  }
}

const SECRET = 'secret:';
const secretsIn = (environment: Invocation['environment']): readonly string[] =>
  Object.values(environment).flatMap((value) => (value.startsWith(SECRET) ? [value.slice(SECRET.length)] : []));
const noSecret = (name: string): string => `there is no secret ${name}: set TOCSIN_SECRET_${name}`;

function started(what: Invocation, environment: Record<string, string>, effect: 'read' | 'change'): Promise<Ran> {
  const begun = performance.now();
  const child = spawn(what.file, [...what.args], {
    env: environment,
    cwd: '/',
    shell: false,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = tail(child.stdout);
  const errors = tail(child.stderr);
  return new Promise((ok, no) => {
    let late: NodeJS.Timeout | undefined;
    const timer = setTimeout(() => {
      signalGroup(child.pid, 'SIGTERM');
      late = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), GRACE);
    }, what.timeout);
    const end = () => {
      clearTimeout(timer);
      clearTimeout(late);
    };
    child.once('error', (e) => {
      end();
      no(
        new Fault('permanent', 'command.not-started', `${what.file} could not be started: ${e.message}`, { cause: e }),
      );
    });
    child.once('close', (exit, signal) => {
      end();
      if (exit !== null)
        return ok({ exit, ms: Math.round(performance.now() - begun), output: output(), errors: errors() });
      const why = late ? `was stopped after ${what.timeout / 1000} s` : `was ended by ${signal}`;
      no(new Fault(effect === 'read' ? 'retry' : 'unknown', 'command.killed', `${what.file} ${why}`));
    });
  });
}

/** Also what it started: a script's children would go on without it. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

/** The newest bytes of a stream, as clean text once it is asked for. */
function tail(stream: NodeJS.ReadableStream): () => string {
  let kept = Buffer.alloc(0);
  stream.on('data', (d: Buffer) => {
    kept = Buffer.concat([kept, d]);
    if (kept.length > 2 * KEPT) kept = kept.subarray(-KEPT);
  });
  return () => {
    const text = stripVTControlCharacters(kept.subarray(-KEPT).toString('utf8'));
    return storable(text).replace(/(?![\t\n])\p{Cc}/gu, '');
  };
}
