/** `tocsin sandbox`: the simulated world with the real bot in it, behind one page, or a story that plays itself. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root.ts';
import { startControl } from '../../sandbox/control/start.ts';
import { createRigMaker } from '../sandbox/rig-maker.ts';
import { unattended } from '../story/unattended.ts';
import { untilTold } from '../until-told.ts';

export interface SandboxOptions {
  /** A story to play unattended: its name, or true for the whole incident. */
  readonly story: string | boolean;
  /** @default 4004, or any that is free when that one is taken */
  readonly port?: number;
  /** @default 127.0.0.1: whoever reaches the page is everybody in it */
  readonly host?: string;
  /** A PostgreSQL whose login may create databases. @default one is started for this world alone */
  readonly database?: string;
  /** Redis for the queue. @default PostgreSQL does that as well */
  readonly redis?: string;
  /** What recurs falls due as well, at its hour. @default false: only what people do and what follows from it */
  readonly cadence?: boolean;
  readonly print: (line: string) => void;
}

const PORT = 4004;

async function serve(dir: string, o: SandboxOptions): Promise<number> {
  const told = untilTold();
  const maker = createRigMaker({
    dir,
    ...(o.database ? { databaseUrl: o.database } : {}),
    ...(o.redis ? { redisUrl: o.redis } : {}),
    cadence: o.cadence === true,
  });
  const assets = join(packageRoot(), 'dist/src/sandbox/page');
  const host = o.host ?? '127.0.0.1';
  const open = (port: number) => startControl({ maker, host, port, assets, print: o.print });
  try {
    const control = await open(o.port ?? PORT).catch((e: NodeJS.ErrnoException) => {
      if (e.code !== 'EADDRINUSE' || o.port !== undefined) throw e;
      return open(0);
    });
    try {
      o.print(`\n  Tocsin sandbox: ${control.url}\n`);
      o.print('Open it in a browser. Everything is on this machine, and gone when you stop it with Ctrl+C.');
      // A world that cannot be made is told on the page as well, where it can be tried again.
      control.ready.then(
        () => o.print('The world stands.'),
        (e: unknown) => o.print(`The world cannot be made: ${e instanceof Error ? e.message : String(e)}`),
      );
      await told;
      o.print('Stopping …');
    } finally {
      await control.close();
    }
  } finally {
    await maker.close();
  }
  return 0;
}

/** The exit code. The world is a new one each time: it lives in a folder that goes with it. */
export async function sandbox(o: SandboxOptions): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'tocsin-sandbox-'));
  // PostgreSQL refuses root and runs as another account, which must be able to reach its own folder in here.
  await chmod(dir, 0o711);
  try {
    if (o.story === false) return await serve(dir, o);
    return await unattended({ dir, name: o.story === true ? undefined : o.story, print: o.print, told: untilTold() });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
