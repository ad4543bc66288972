/** The real Slack edge on the simulated Slack, with an engine and a database that are a few lines of test. */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { incident as command } from '../../../commands/incident.ts';
import type { Incident } from '../../../src/domain/incident/model.ts';
import type { Run } from '../../../src/domain/runbook/model.ts';
import type { Answer, Input } from '../../../src/engine/decision.ts';
import { createSlackEdge, type SlackEdge, type Transport } from '../../../src/inbound/slack/bolt-app.ts';
import type { Log, Reader, SlackDeps } from '../../../src/inbound/slack/deps.ts';
import type { Chat, Message } from '../../../src/ports/chat.ts';
import type { Directory } from '../../../src/ports/directory.ts';
import { catalog, NOW, phones } from '../../support/sample-world.ts';
import { appToken, botToken, type SlackWorld, slackWorld } from './slack-world.ts';

export const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Only what the edge uses; anything else is a defect of the edge. */
function chatOn(world: SlackWorld): Chat {
  const never = () => Promise.reject(new Error('the edge does not do this'));
  const body = (m: Message) => ({ text: m.text, blocks: [...m.blocks] as never });
  return {
    openChannel: never,
    channelNamed: never,
    invite: never,
    setTopic: never,
    find: never,
    update: never,
    async whisper(channel, user, m, thread) {
      await world.web.chat.postEphemeral({ channel, user, ...body(m), ...(thread ? { thread_ts: thread } : {}) });
    },
    async post(to, m) {
      const posted = await world.web.chat.postMessage({ channel: to, ...body(m) });
      return { channel: posted.channel ?? '', ts: posted.ts ?? '' };
    },
  };
}

export interface Stored {
  incidents: Incident[];
  runs: Run[];
  /** Cards by `channel/ts`. */
  cards: Map<string, number>;
  /** Thrown by every look-up, as a dead database would. */
  down: Error | undefined;
}

function readerOf(stored: Stored): Reader {
  const look = async <T>(read: () => T): Promise<T> => {
    if (stored.down) throw stored.down;
    return read();
  };
  const open = (i: Incident) => i.status !== 'resolved';
  return {
    incidentByChannel: (channel) => look(() => stored.incidents.find((i) => i.channel?.id === channel)),
    incidentByCard: (channel, ts) =>
      look(() => stored.incidents.find((i) => i.id === stored.cards.get(`${channel}/${ts}`))),
    incident: (id) => look(() => stored.incidents.find((i) => i.id === id)),
    openIncidents: () => look(() => stored.incidents.filter(open)),
    timeline: () =>
      look(() => ({ total: 1, entries: [{ seq: 1, at: NOW, actor: 'timer', type: 'outage.declared', data: {} }] })),
    run: (id) => look(() => stored.runs.find((r) => r.id === id)),
    runByCard: (channel, ts) => look(() => stored.runs.find((r) => r.card?.channel === channel && r.card.ts === ts)),
    runsOfIncident: (id) => look(() => stored.runs.filter((r) => r.incident === id)),
    openRuns: () => look(() => stored.runs.filter((r) => r.endedAt === undefined)),
    newestRuns: () => look(() => stored.runs),
    tasks: async () => [],
    runByApproval: (id) =>
      look(() => stored.runs.find((r) => Object.values(r.steps).some((s) => s.approval?.id === id))),
  };
}

export interface EdgeWorld extends SlackWorld {
  readonly edge: SlackEdge;
  readonly stored: Stored;
  /** Inputs that were decided: repeats of a key are not among them. */
  readonly inputs: Input[];
  /** How the engine answers; replaced by tests. */
  engine: (input: Input) => Promise<Answer>;
  /** Slack ids in the user group S0SRE; a rejection is Slack not answering. */
  members: () => Promise<readonly string[]>;
  readonly ages: number[];
  readonly url: string;
  stop(): Promise<void>;
}

export interface EdgeOptions {
  readonly mode?: 'http' | 'socket';
  readonly deps?: Partial<SlackDeps>;
  readonly now?: () => number;
  readonly readClock?: () => Promise<unknown>;
}

export async function edgeWorld(o: EdgeOptions = {}): Promise<EdgeWorld> {
  const world = await slackWorld({ signingSecret: SECRET });
  const stored: Stored = { incidents: [], runs: [], cards: new Map(), down: undefined };
  const inputs: Input[] = [];
  const inbox = new Map<string, Promise<Answer>>();
  const ages: number[] = [];
  const directory: Directory = {
    async membersOf(_group, maxAge) {
      ages.push(maxAge);
      return made.members();
    },
    async person(user) {
      const found = world.slack.workspace.people.get(user);
      return found && { name: found.name, active: found.id !== 'U0GONE', bot: false };
    },
  };
  const transport: Transport =
    o.mode === 'socket'
      ? { kind: 'socket', appToken }
      : {
          kind: 'http',
          secrets: [SECRET],
          now: o.now ?? (() => Date.now()),
          ...(o.readClock ? { readClock: o.readClock } : {}),
        };
  const edge = createSlackEdge({
    handle(input) {
      let answer = inbox.get(input.key);
      if (!answer) {
        answer = made.engine(input).then((a) => {
          inputs.push(input);
          return a;
        });
        inbox.set(input.key, answer);
        answer.catch(() => inbox.delete(input.key));
      }
      return answer.then((a) => ({ answer: a }));
    },
    reader: readerOf(stored),
    directory,
    names: { find: async () => [] },
    chat: chatOn(world),
    catalog: () => catalog,
    findings: () => [],
    commands: [command],
    phones: () => phones,
    log: silent,
    team: world.app.teamId,
    app: world.app.appId,
    botUser: world.app.botUserId,
    botToken,
    slackApiUrl: world.slack.url,
    transport,
    ...o.deps,
  });
  const server: Server = createServer(async (req, res) => {
    if (!(await edge.handle(req, res))) res.writeHead(404).end();
  });
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (o.mode !== 'socket') world.slack.setRequestUrl(`${base}/slack/events`);
  await edge.start();
  const made: EdgeWorld = {
    ...world,
    edge,
    stored,
    inputs,
    ages,
    url: base,
    engine: async (input) => ({ code: 'done', text: [`did ${input.type}`] }),
    members: async () => [],
    async stop() {
      await edge.stop();
      server.closeAllConnections();
      await new Promise((r) => server.close(r));
      await world.slack.close();
    },
  };
  return made;
}

/** Signed by Slack's rules, or by the rules a test breaks. */
export function signedHeaders(
  body: string | Buffer,
  more: { at?: number; secret?: string } = {},
): Record<string, string> {
  const stamp = String(Math.floor((more.at ?? Date.now()) / 1000));
  const mac = createHmac('sha256', more.secret ?? SECRET)
    .update(`v0:${stamp}:`)
    .update(body)
    .digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': stamp,
    'x-slack-signature': `v0=${mac}`,
  };
}

export function commandBody(world: EdgeWorld, text: string, more: Record<string, string> = {}): string {
  return new URLSearchParams({
    command: '/incident',
    text,
    team_id: world.app.teamId,
    api_app_id: world.app.appId,
    user_id: 'U0ALICE',
    channel_id: 'C0ROOM',
    trigger_id: '1.2.abc',
    response_url: 'http://127.0.0.1:9/nowhere',
    ...more,
  }).toString();
}
