/**
 * One world to break: the simulated vendors, a database, a doorbell, bots and workers as processes, and a wire between each of
 * them that can be watched and cut. It outlives many plays; each begins when nothing is left to do.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { parseDocument } from 'yaml';
import { openStage, type Stage } from '../../src/app/story/stage.ts';
import { createDoorbell, type Doorbell } from '../../src/engine/doorbell.ts';
import { Crew } from './crew.ts';
import { type Front, startFront } from './front.ts';
import type { PostgresServer } from './servers/postgres.ts';
import type { RedisServer } from './servers/redis.ts';
import { Boundaries, type Party } from './wire/boundaries.ts';
import { type PostgresProxy, startPostgresProxy } from './wire/postgres-proxy.ts';
import { startVendorProxy, type VendorProxy } from './wire/vendor-proxy.ts';
import { pidBehind } from './wire/whose-socket.ts';

export interface WorldOptions {
  readonly dir: string;
  readonly postgres: PostgresServer;
  /** Absent: PostgreSQL is the doorbell as well. */
  readonly redis?: RedisServer;
  readonly bots: number;
  readonly workers: number;
  /** Folder with the compiled product. */
  readonly root: string;
  readonly name: string;
}

export interface World {
  readonly stage: Stage;
  readonly crew: Crew;
  readonly boundaries: Boundaries;
  readonly wire: PostgresProxy;
  readonly postgres: PostgresServer;
  readonly redis: RedisServer | undefined;
  readonly doorbell: Doorbell;
  readonly deployment: string;
  /** When somebody else changed the deployment, by the world's clock. */
  readonly moves: number[];
  /** As the owner of the record, past the wire. */
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** Moves every clock there is but those of the processes. */
  warp(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Folders of the workflows that anything here is about. */
const PLAYED = ['org', 'architect'];

/** Slack gives up after this long; a machine that runs five processes and a database on two cores is slow to answer at times. */
const SLACK_WAITS = 3_000;

export async function openWorld(o: WorldOptions): Promise<World> {
  await mkdir(o.dir, { recursive: true });
  const databaseUrl = await o.postgres.create(o.name);
  const stage = await openStage({
    dir: o.dir,
    databaseUrl,
    ...(o.redis ? { redisUrl: o.redis.url } : {}),
    without: 'bot',
    ackTimeoutMs: SLACK_WAITS,
  });
  const closers: (() => Promise<unknown>)[] = [() => o.postgres.drop(o.name), () => stage.close()];
  const close = async () => {
    for (const c of closers.splice(0).reverse()) await c().catch(() => {});
  };
  try {
    let crew: Crew | undefined;
    const boundaries = new Boundaries((pid) => crew?.partyOf(pid));
    const pidOf = (socket: Parameters<typeof pidBehind>[0]) => pidBehind(socket, crew?.pids() ?? []);
    const wire = await startPostgresProxy({ to: { host: '127.0.0.1', port: o.postgres.port }, boundaries, pidOf });
    closers.push(() => wire.close());
    const before = async (name: string, to: string): Promise<VendorProxy> => {
      const proxy = await startVendorProxy({ name, to, boundaries, pidOf });
      closers.push(() => proxy.close());
      return proxy;
    };
    const given = stage.environment;
    // Processes start a hundred times an hour here; the runbooks of services nobody plays with are half of what they do then.
    for (const service of await readdir(given.TOCSIN_WORKFLOWS ?? '')) {
      if (!PLAYED.includes(service)) await rm(join(given.TOCSIN_WORKFLOWS ?? '', service), { recursive: true });
    }
    const slack = await before('slack', given.SLACK_API_URL ?? '');
    const pagerduty = await before('pagerduty', given.PAGERDUTY_EVENTS_URL ?? '');
    const prometheus = await before('prometheus', given.PROMETHEUS_URL ?? '');
    const kubernetes = await before('kubernetes', stage.cluster.kubernetes.url);
    const service = await before('service', stage.cluster.service.healthUrl);
    await edit(join(given.TOCSIN_WORKFLOWS ?? '', 'architect/service.yaml'), ['health'], (v) => service.through(v));
    const kubeconfig = await readFile(stage.kubeconfig, 'utf8');
    await writeFile(stage.kubeconfig, kubeconfig.replaceAll(stage.cluster.kubernetes.url, kubernetes.url));

    const environment = {
      ...given,
      DATABASE_URL: wire.through(databaseUrl),
      SLACK_API_URL: slack.through(given.SLACK_API_URL ?? ''),
      PAGERDUTY_EVENTS_URL: pagerduty.through(given.PAGERDUTY_EVENTS_URL ?? ''),
      PAGERDUTY_API_URL: pagerduty.through(given.PAGERDUTY_API_URL ?? ''),
      PROMETHEUS_URL: prometheus.through(given.PROMETHEUS_URL ?? ''),
      TOCSIN_DEPLOYMENT: o.name.replaceAll('_', '-'),
      LOG_LEVEL: 'info',
    };
    const team = (role: Party, n: number) => Array.from({ length: n }, (_, i) => ({ name: `${role}${i + 1}`, role }));
    const roles = [...team('bot', o.bots), ...team('worker', o.workers)];
    let running: number[] = [];
    crew = new Crew({
      root: o.root,
      roles,
      environment,
      changed: () => {
        running = (crew?.members() ?? []).flatMap((m) => (m.role === 'bot' && m.port && !m.frozen ? [m.port] : []));
      },
    });
    const front: Front = await startFront(() => running);
    closers.push(() => front.close());
    const theCrew = crew;
    closers.push(() => theCrew.end());
    await crew.start();
    stage.pointAt(front.port);

    const owner = new pg.Pool({ connectionString: databaseUrl, max: 3, options: '-c search_path=tocsin' });
    owner.on('error', () => {});
    closers.push(() => owner.end());
    const doorbell = createDoorbell({
      ...(o.redis ? { redisUrl: o.redis.url } : {}),
      databaseUrl,
      deployment: environment.TOCSIN_DEPLOYMENT,
      onTrouble: () => {},
    });
    closers.push(() => doorbell.close());
    const query = async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> =>
      (await owner.query<R>(text, values)).rows;
    return {
      stage,
      crew,
      boundaries,
      wire,
      postgres: o.postgres,
      redis: o.redis,
      doorbell,
      deployment: environment.TOCSIN_DEPLOYMENT,
      moves: [],
      query,
      async warp(ms) {
        stage.clock.advance(ms);
        await query('update clock set offset_ms = offset_ms + $1', [ms]);
      },
      close,
    };
  } catch (e) {
    await close();
    throw e;
  }
}

async function edit(file: string, path: readonly string[], change: (value: string) => string): Promise<void> {
  const doc = parseDocument(await readFile(file, 'utf8'));
  doc.setIn(path, change(String(doc.getIn(path))));
  await writeFile(file, doc.toString());
}
