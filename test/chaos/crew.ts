/** Bots and workers as processes of their own, with a supervisor that starts again whatever died, as a cluster would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../src/lib/package-root.ts';
import type { Party } from './wire/boundaries.ts';

export interface Member {
  readonly name: string;
  readonly role: Party;
  readonly pid: number | undefined;
  /** Where it answers; undefined until it has started. */
  readonly port: number | undefined;
  /** Starts since the beginning. */
  readonly starts: number;
  readonly frozen: boolean;
}

export interface CrewOptions {
  /** Folder with `dist/src/main.js`: the product, or one with a bug planted in it. */
  readonly root: string;
  readonly roles: readonly { readonly name: string; readonly role: Party }[];
  readonly environment: Readonly<Record<string, string>>;
  /** A process came or went. */
  readonly changed: () => void;
}

/** A supervisor takes a moment, milliseconds. */
const RESTART_AFTER = 150;
const LAST_LINES = 400;

interface Living {
  readonly name: string;
  readonly role: Party;
  child: ChildProcess | undefined;
  port: number | undefined;
  starts: number;
  frozen: boolean;
  /** How far its wall clock is off from its next start on, milliseconds. */
  skew: number;
  readonly lines: string[];
}

export class Crew {
  readonly #o: CrewOptions;
  readonly #living: Living[];
  #over = false;
  /** Ends that nobody asked for: neither a kill nor a stop of ours. */
  readonly crashes: string[] = [];

  constructor(o: CrewOptions) {
    this.#o = o;
    this.#living = o.roles.map((r) => ({
      ...r,
      child: undefined,
      port: undefined,
      starts: 0,
      frozen: false,
      skew: 0,
      lines: [],
    }));
  }

  members(): readonly Member[] {
    return this.#living.map((l) => ({ ...l, pid: l.child?.pid }));
  }

  partyOf(pid: number): Party | undefined {
    return this.#living.find((l) => l.child?.pid === pid)?.role;
  }

  pids(): number[] {
    return this.#living.flatMap((l) => (l.child?.pid === undefined ? [] : [l.child.pid]));
  }

  logOf(name: string): readonly string[] {
    return this.#one(name).lines;
  }

  /** Resolves once every one of them has started. */
  async start(): Promise<void> {
    await Promise.all(this.#living.map((l) => this.#run(l)));
  }

  signal(pid: number, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void {
    const one = this.#living.find((l) => l.child?.pid === pid);
    if (!one) return;
    if (signal === 'SIGKILL') one.child?.kill('SIGCONT');
    one.child?.kill(signal);
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') one.frozen = signal === 'SIGSTOP';
    if (signal === 'SIGKILL') one.port = undefined;
    this.#o.changed();
  }

  /** Its wall clock is off by this much from its next start on. */
  skew(name: string, ms: number): void {
    this.#one(name).skew = ms;
  }

  /** Resolves once nobody is frozen or still starting. */
  async whole(within = 20_000): Promise<void> {
    const until = Date.now() + within;
    for (const l of this.#living) if (l.frozen && l.child?.pid) this.signal(l.child.pid, 'SIGCONT');
    while (this.#living.some((l) => l.port === undefined)) {
      if (Date.now() > until) {
        const still = this.#living.filter((l) => l.port === undefined);
        throw new Error(`not back: ${still.map((l) => `${l.name}\n${l.lines.slice(-10).join('\n')}`).join('\n')}`);
      }
      await new Promise((r) => setTimeout(r, 10));
    }
  }

  async end(): Promise<void> {
    this.#over = true;
    await Promise.all(
      this.#living.map(async ({ child }) => {
        if (!child || child.exitCode !== null || child.signalCode !== null) return;
        const gone = new Promise((r) => child.once('exit', r));
        child.kill('SIGCONT');
        child.kill('SIGKILL');
        await gone;
      }),
    );
  }

  #one(name: string): Living {
    const one = this.#living.find((l) => l.name === name);
    if (!one) throw new Error(`there is no process ${name}`);
    return one;
  }

  #run(l: Living): Promise<void> {
    const { root, environment } = this.#o;
    const skewed = l.skew === 0 ? [] : ['--import', join(packageRoot(), 'test/chaos/skewed-clock.mjs')];
    const child = spawn(process.execPath, [...skewed, join(root, 'dist/src/main.js'), 'start', '--role', l.role], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment, PORT: '0', CHAOS_SKEW: String(l.skew) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    l.child = child;
    l.port = undefined;
    l.frozen = false;
    l.starts += 1;
    return new Promise((ok, no) => {
      const heard = (line: string) => {
        l.lines.push(line);
        if (l.lines.length > LAST_LINES) l.lines.shift();
        if (l.port !== undefined || !line.includes('"msg":"started"')) return;
        l.port = (JSON.parse(line) as { port: number }).port;
        this.#o.changed();
        ok();
      };
      for (const out of [child.stdout, child.stderr]) createInterface({ input: out }).on('line', heard);
      child.once('error', no);
      child.once('exit', (code, signal) => {
        // One that cannot start because its database is away says so and is started again.
        const ran = l.port !== undefined;
        l.port = undefined;
        this.#o.changed();
        if (this.#over) return no(new Error(`${l.name} was ended`));
        // One that is told to stop before it listens for that is simply ended.
        if (ran && signal !== 'SIGKILL' && signal !== 'SIGTERM' && code !== 0) {
          this.crashes.push(`${l.name} ended with ${signal ?? code}: ${l.lines.slice(-30).join('\n')}`);
        }
        setTimeout(() => this.#over || void this.#run(l).then(ok, () => {}), RESTART_AFTER);
      });
    });
  }
}
