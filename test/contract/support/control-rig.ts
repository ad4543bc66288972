/** A small world for the control API: the simulated servers, a Bolt app in Slack, and processes that are only names. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '@slack/bolt';
import { startClusterSim } from '../../../src/sandbox/cluster-sim.ts';
import type { Rig } from '../../../src/sandbox/control/rig.ts';
import { startControl } from '../../../src/sandbox/control/start.ts';
import type { ProcessRow } from '../../../src/sandbox/control/wire.ts';
import { startPagerDutySim } from '../../../src/sandbox/pagerduty/pagerduty-sim.ts';
import { boltApp } from './bolt-app.ts';
import { type SlackWorld, slackWorld } from './slack-world.ts';

export const routingKey = 'c'.repeat(32);

export interface TestRig extends Rig {
  readonly world: SlackWorld;
  /** How often the record was asked. */
  asked: number;
  /** Names of what was killed. */
  readonly killed: string[];
}

export interface RigSetup {
  readonly listeners?: (app: App) => void;
}

async function makeRig({ listeners }: RigSetup): Promise<TestRig> {
  const world = await slackWorld({ echo: false, ackTimeoutMs: 1_000 });
  const { clock, ledger, faults, slack, alice, bob } = world;
  const base = { clock, ledger, faults };
  const cluster = await startClusterSim(base);
  const user = { name: alice.realName, email: 'alice@example.com' };
  const routingKeys = { [routingKey]: { service: 'api', users: [user] } };
  const pagerduty = await startPagerDutySim({ ...base, routingKeys, token: 'u+control' });
  const bolt = listeners ? await boltApp(world, 'http') : undefined;
  if (bolt) listeners?.(bolt.app);
  const rows: ProcessRow[] = ['bot', 'worker 1', 'worker 2'].map((name, i) => ({
    ...{ name, pid: 4_000_000 + i, restarts: 0 },
    state: 'running',
  }));
  const changes = new Set<() => void>();
  const rig: TestRig = {
    ...base,
    ...{ world, slack, pagerduty, cluster, asked: 0, killed: [] },
    cast: [
      { id: alice.id, title: 'On-call engineer', note: 'Is paged first.' },
      { id: bob.id, title: 'Lead', note: 'Is paged second.' },
    ],
    commands: [{ name: '/try', summary: 'tries', verbs: [] }],
    severities: [{ name: 'p1', summary: 'Critical' }],
    incidentsChannel: 'incidents',
    backend: 'postgres',
    processes: () => rows,
    kill(name) {
      rig.killed.push(name);
      const at = rows.findIndex((r) => r.name === name);
      rows[at] = { name, restarts: 0, state: 'killed' };
      for (const f of changes) f();
    },
    flushQueue: async () => 7,
    async record() {
      rig.asked += 1;
      return { inputs: 1, timeline: 2, done: 3, due: 0, inHand: 0, later: 1 };
    },
    next: async () => ({ at: clock.now() + 60_000, what: 'Level 2 pages the lead' }),
    speed: 1,
    jumping: false,
    run: async () => {},
    advance: async (ms) => clock.advance(ms),
    settled: async () => {},
    onChange(f) {
      changes.add(f);
      return () => changes.delete(f);
    },
    async close() {
      await bolt?.stop();
      await Promise.all([slack.close(), pagerduty.close(), cluster.close()]);
    },
  };
  return rig;
}

export type ControlWorld = Awaited<ReturnType<typeof controlWorld>>;

/** The control API on a fresh world of this kind; `rig()` is the one that stands now. */
export async function controlWorld(setup: RigSetup & { readonly before?: () => Promise<void> } = {}) {
  const assets = await mkdtemp(join(tmpdir(), 'control-'));
  await writeFile(join(assets, 'main.js'), 'export {};');
  const rigs: TestRig[] = [];
  const printed: string[] = [];
  const control = await startControl({
    maker: {
      async make(tell) {
        tell('Making a small world');
        await setup.before?.();
        rigs.push(await makeRig(setup));
        return rigs.at(-1)!;
      },
    },
    port: 0,
    host: '127.0.0.1',
    assets,
    print: (line) => printed.push(line),
  });
  if (!setup.before) await control.ready;
  const url = `http://127.0.0.1:${control.port}`;
  return {
    ...{ control, url, printed },
    rig: () => rigs.at(-1)!,
    async get<T>(path: string): Promise<T> {
      const res = await fetch(url + path);
      if (!res.ok) throw new Error(`${res.status} ${await res.text()}`);
      return (await res.json()) as T;
    },
    async post<T>(path: string, body: object): Promise<T> {
      const res = await postTo(url + path, body);
      if (!res.ok) throw new Error(`${res.status} ${await res.text()}`);
      return (await res.json()) as T;
    },
    /** The status and words of a refusal. */
    async refused(path: string, body?: object): Promise<{ status: number; message: string; where?: string }> {
      const res = await (body ? postTo(url + path, body) : fetch(url + path));
      const { error } = (await res.json()) as { error: { message: string; where?: string } };
      return { status: res.status, ...error };
    },
    async close() {
      await control.close();
      await rm(assets, { recursive: true, force: true });
    },
  };
}

function postTo(url: string, body: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
