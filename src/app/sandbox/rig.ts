/** One world with the real bot in it, as the sandbox's page and its API see it. */
import { mkdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { createDoorbell } from '../../engine/doorbell.ts';
import type { Rig } from '../../sandbox/control/rig.ts';
import { upToDate } from '../database.ts';
import { openStage } from '../story/stage.ts';
import { compileFolder } from '../workflows.ts';
import { castOf } from './cast.ts';
import { startProcesses } from './processes.ts';
import { countRecord, nextToHappen } from './record.ts';
import { commandsToType, severitiesToType } from './what-can-be-typed.ts';
import { startWorldTime } from './world-time.ts';

export interface RigOptions {
  /** A folder of its own. */
  readonly dir: string;
  /** An empty database, as its owner. */
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  /** What recurs falls due as well. @default false */
  readonly cadence?: boolean;
  /** Keeps worlds that share a Redis apart. */
  readonly deployment: string;
  readonly tell: (text: string) => void;
  /** Called once the world is closed. */
  readonly closed: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ok, no) => server.once('error', no).listen(0, '127.0.0.1', ok));
  const { port } = server.address() as AddressInfo;
  await new Promise((r) => server.close(r));
  return port;
}

export async function openRig(o: RigOptions): Promise<Rig> {
  const { dir, databaseUrl, redisUrl, deployment, tell, closed } = o;
  await mkdir(dir, { recursive: true });
  tell('Preparing the record …');
  await upToDate({ url: databaseUrl });
  tell('Starting a simulated Slack, PagerDuty, Kubernetes and Prometheus …');
  const stage = await openStage({
    dir,
    databaseUrl,
    mode: 'socket',
    without: 'bot',
    cadence: o.cadence === true,
    ...(redisUrl ? { redisUrl } : {}),
  });
  const changes = new Set<() => void>();
  const changed = () => {
    for (const f of [...changes]) f();
  };
  const bell = createDoorbell({ databaseUrl, deployment, onTrouble: () => {}, ...(redisUrl ? { redisUrl } : {}) });
  const closers: (() => Promise<unknown>)[] = [closed, () => stage.close(), () => bell.close()];
  const close = async () => {
    for (const c of closers.splice(0).reverse()) await c();
  };
  try {
    const { catalog } = await compileFolder(stage.environment.TOCSIN_WORKFLOWS ?? '');
    if (!catalog) throw new Error('the bundled workflows do not load');
    const port = await freePort();
    const environment = {
      ...stage.environment,
      TOCSIN_DEPLOYMENT: deployment,
      LOG_LEVEL: 'info',
    };
    tell('Starting the bot and two workers …');
    const processes = await startProcesses(
      [
        { name: 'bot', role: 'bot', environment: { ...environment, PORT: String(port) } },
        { name: 'worker 1', role: 'worker', environment },
        { name: 'worker 2', role: 'worker', environment },
      ],
      changed,
    );
    closers.push(() => processes.stop());
    stage.pointAt(port);
    const { query, clock } = stage;
    const time = startWorldTime({ clock, query, ring: (lanes) => bell.ring(lanes), changed });
    closers.push(() => time.stop());
    const { incidents, customers } = catalog.channels;
    return {
      ...stage,
      cast: castOf(catalog, clock.now()),
      commands: commandsToType(),
      severities: severitiesToType(catalog),
      incidentsChannel: incidents,
      ...(customers ? { customersChannel: customers } : {}),
      backend: bell.backend,
      processes: () => processes.rows(),
      kill: (name) => processes.kill(name),
      flushQueue: () => bell.obliterate(),
      record: () => countRecord(query),
      next: () => nextToHappen(query),
      get speed() {
        return time.speed;
      },
      get jumping() {
        return time.jumping;
      },
      run: (speed) => time.run(speed),
      advance: (ms) => time.advance(ms),
      onChange(f) {
        changes.add(f);
        return () => changes.delete(f);
      },
      close,
    };
  } catch (e) {
    await close();
    throw e;
  }
}
