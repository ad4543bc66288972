/** A simulated PagerDuty with its own world, and the real pdjs pointed at it. */
import https from 'node:https';
import net from 'node:net';
import { api, event } from '@pagerduty/pdjs';
import { Faults } from '../../src/sandbox/http/faults.ts';
import { Ledger } from '../../src/sandbox/http/ledger.ts';
import { type SimRequest, type SimServer, startSimServer } from '../../src/sandbox/http/server.ts';
import { WorldClock } from '../../src/sandbox/http/world-clock.ts';
import {
  type PagerDutySim,
  type PagerDutySimOptions,
  startPagerDutySim,
} from '../../src/sandbox/pagerduty/pagerduty-sim.ts';

export const KEY = 'a'.repeat(32);
export const OTHER_KEY = 'b'.repeat(32);
export const TOKEN = 'u+sandbox';
export const ANA = { name: 'Ana Admin', email: 'ana@example.com' };
export const BO = { name: 'Bo Backend', email: 'bo@example.com' };

export interface World {
  readonly pd: PagerDutySim;
  readonly clock: WorldClock;
  readonly ledger: Ledger;
  readonly faults: Faults;
}

export async function newWorld(over: Partial<PagerDutySimOptions> = {}): Promise<World> {
  const clock = new WorldClock();
  const ledger = new Ledger(() => clock.now());
  const faults = new Faults();
  const routingKeys = {
    [KEY]: { service: 'api', users: [ANA, { ...BO, level: 2 }] },
    [OTHER_KEY]: { service: 'database', users: [BO] },
  };
  const pd = await startPagerDutySim({ clock, ledger, faults, routingKeys, token: TOKEN, ...over });
  return { pd, clock, ledger, faults };
}

/** pdjs always speaks https to its server; this agent takes the connection to a plain one instead. */
export function plainAgent(url: string): https.Agent {
  const { port, hostname } = new URL(url);
  const agent = new https.Agent();
  Object.assign(agent, { createConnection: () => net.connect(Number(port), hostname) });
  return agent;
}

type Action = 'trigger' | 'acknowledge' | 'resolve';

/** The real `event()` of pdjs. */
export async function send(world: World, action: Action, dedupKey: string | undefined, over: object = {}) {
  const request = {
    agent: plainAgent(world.pd.eventsUrl),
    requestTimeout: 0,
    retryTimeout: 1,
    data: {
      routing_key: KEY,
      event_action: action,
      ...(dedupKey === undefined ? {} : { dedup_key: dedupKey }),
      payload: { summary: 'API down', source: 'tocsin', severity: 'critical' as const },
      ...over,
    },
  };
  const r = await event(request);
  return {
    status: r.response.status,
    body: r.data as { status: string; message: string; errors?: string[]; dedup_key?: string },
  };
}

/** The real `api()` of pdjs. */
export function restOf(world: World, token = TOKEN) {
  const options = { token, agent: plainAgent(world.pd.apiUrl), requestTimeout: 0, retryTimeout: 1 };
  return api(options);
}

export interface Receiver extends SimServer {
  readonly got: SimRequest[];
  /** What it answers next; the last one stays. */
  answers: (number | 'hang')[];
  /** Resolves when that many requests have come in. */
  count(n: number): Promise<void>;
}

/** Somebody who receives webhooks. */
export async function newReceiver(): Promise<Receiver> {
  const got: SimRequest[] = [];
  const waiting: { n: number; done: () => void }[] = [];
  const receiver = { got, answers: [200] as Receiver['answers'] };
  const server = await startSimServer({
    name: 'receiver',
    ledger: new Ledger(() => 0),
    faults: new Faults(),
    async handle(req) {
      got.push(req);
      for (const w of waiting) if (got.length >= w.n) w.done();
      const answer = receiver.answers.length > 1 ? receiver.answers.shift() : receiver.answers[0];
      if (answer === 'hang') await new Promise((gone) => req.closed.addEventListener('abort', gone));
      return { status: typeof answer === 'number' ? answer : 200 };
    },
  });
  const count = (n: number) =>
    new Promise<void>((done) => {
      if (got.length >= n) done();
      else waiting.push({ n, done });
    });
  return Object.assign(receiver, {
    url: `${server.url}/webhooks/pagerduty`,
    port: server.port,
    close: server.close,
    count,
  });
}
