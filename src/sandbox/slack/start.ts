/** Starts the simulated Slack: Web API, Socket Mode and response URLs on one port, deliveries to the app, people to act as. */
import type { Faults } from '../http/faults.ts';
import type { Ledger } from '../http/ledger.ts';
import { startSimServer } from '../http/server.ts';
import type { WorldClock } from '../http/world-clock.ts';
import type { Announcement } from './api/method.ts';
import { generousLimits, RateLimiter, type RateLimits, strictLimits } from './api/rate-limits.ts';
import { answerApi, type Tokens } from './api/router.ts';
import { everyScope } from './api/scopes.ts';
import type { Answer, DeliveryRecord } from './deliver/answer.ts';
import { Courier, type DeliveryMode } from './deliver/courier.ts';
import { allSubscriptions, eventEnvelope, eventsOf, type Subscription } from './deliver/events.ts';
import type { RequestUrls } from './deliver/http-route.ts';
import { SocketHub } from './deliver/socket-hub.ts';
import { record } from './json.ts';
import type { AppIdentity, Message } from './model/types.ts';
import { Workspace } from './model/workspace.ts';
import { SlackPerson } from './person/person.ts';
import { until, type WaitOptions } from './person/wait.ts';
import { waitForMessage } from './person/wait-for-message.ts';
import { answerResponseUrl, responsePath } from './response-urls.ts';

export interface SlackSimOptions {
  readonly clock: WorldClock;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly port?: number;
  readonly signingSecret: string;
  readonly botToken: string;
  /** App-level token for Socket Mode. @default 'xapp-sandbox' */
  readonly appToken?: string;
  /** @default everything the Web API here knows */
  readonly scopes?: readonly string[];
  /** One URL for all, as Bolt has it, or one each. */
  readonly requestUrl?: string | RequestUrls;
  /** @default 'http' with a requestUrl, else 'socket' */
  readonly mode?: DeliveryMode;
  /** @default all of `allSubscriptions` */
  readonly subscriptions?: readonly Subscription[];
  /** Whether the app hears its own messages, as in the real Slack. @default true */
  readonly echo?: boolean;
  /** @default 'generous' */
  readonly limits?: 'generous' | 'strict' | RateLimits;
  readonly ackTimeoutMs?: number;
  /** Which clock dates the signatures. @default 'real' */
  readonly signWith?: 'real' | 'world';
  readonly app?: Partial<AppIdentity>;
}

export type SlackSim = Awaited<ReturnType<typeof startSlackSim>>;

export async function startSlackSim(o: SlackSimOptions) {
  const now = () => o.clock.now();
  const workspace = new Workspace({ now, ...(o.app ? { app: o.app } : {}) });
  const hub = new SocketHub(workspace.app.appId);
  const courier = new Courier({ mode: o.requestUrl === undefined ? 'socket' : 'http', ...o, hub });
  courier.requestUrl = o.requestUrl;
  const limiter = new RateLimiter(now, limitsOf(o.limits ?? 'generous'));
  const tokens: Tokens = {
    bot: o.botToken,
    app: o.appToken ?? 'xapp-sandbox',
    scopes: new Set(o.scopes ?? everyScope),
  };
  const subscribed = new Set(o.subscriptions ?? allSubscriptions);

  const announce = (what: Announcement): Promise<Answer>[] => {
    if (what.kind === 'message' && what.message.botId && o.echo === false) return [];
    return eventsOf(workspace, what, subscribed).map((event) => {
      const payload = eventEnvelope(workspace, event);
      return courier.send({ kind: 'event', name: String(event.type), payload, takesAnswer: false });
    });
  };

  const server = await startSimServer({
    name: 'slack',
    ledger: o.ledger,
    faults: o.faults,
    ...(o.port === undefined ? {} : { port: o.port }),
    handle(req) {
      if (req.path.startsWith(responsePath)) return answerResponseUrl(req, workspace);
      if (!req.path.startsWith('/api/')) return { status: 404, body: 'not here' };
      return answerApi(req, { workspace, tokens, limiter, announce, socketUrl });
    },
    upgrade: (req, socket, head) => hub.upgrade(req, socket, head),
  });

  function socketUrl(): string {
    return `${server.url.replace('http', 'ws')}/link/?${hub.ticket()}`;
  }

  const responseBase = `${server.url}${responsePath}`;

  return {
    /** Base of the Web API, with its final slash: `slackApiUrl` of the SDK. */
    url: `${server.url}/api/`,
    port: server.port,
    workspace,
    /** Deliveries to the app: modes, duplicates, delays, raw requests, the log of every try. */
    courier,
    /** Socket Mode connections: how many, refresh them, cut them. */
    sockets: hub,
    /** Acts and sees as this person. */
    as: (userId: string) =>
      new SlackPerson(userId, { workspace, responseBase, announce, send: (out) => courier.send(out) }),
    /** From now on deliveries go over HTTP to this address. */
    setRequestUrl(url: string | RequestUrls): void {
      courier.requestUrl = url;
      courier.mode = 'http';
    },
    /** Slack's check when a request URL is configured: the app must echo a challenge. */
    async verifyRequestUrl(): Promise<boolean> {
      const challenge = workspace.ids.next('challenge');
      const body = JSON.stringify({ token: workspace.app.verificationToken, challenge, type: 'url_verification' });
      const headers = { 'content-type': 'application/json', ...courier.sign(body) };
      const answer = await courier.deliver({ body, headers });
      return answer.ok && (record(answer.body).challenge === challenge || answer.body === challenge);
    },
    setLimits: (limits: 'generous' | 'strict' | RateLimits) => limiter.use(limitsOf(limits)),
    setScopes(scopes: readonly string[]): void {
      tokens.scopes = new Set(scopes);
    },
    /** The old token is `invalid_auth` from now on. */
    setBotToken(token: string): void {
      tokens.bot = token;
    },
    /** The next `times` calls of a Web API method answer with this error. */
    refuse(method: string, error: string, times = 1): void {
      const match = new RegExp(`^[A-Z]+ /api/${method.replaceAll('.', '\\.')}$`);
      const fault = { kind: 'status', status: 200, body: JSON.stringify({ ok: false, error }) } as const;
      o.faults.add({ server: 'slack', match, fault, times });
    },
    /** The newest message anywhere that `matches`, ephemeral ones included; waits for it. */
    waitFor(matches: (m: Message) => boolean, wait: WaitOptions = {}): Promise<Message> {
      return waitForMessage(workspace, () => true, matches, wait);
    },
    /** A delivery, after any of its tries, that `matches`; waits for it. */
    waitForDelivery(matches: (d: DeliveryRecord) => boolean, wait: WaitOptions = {}): Promise<DeliveryRecord> {
      const told = () =>
        courier.log
          .slice(-20)
          .map((d) => `${d.outgoing.kind} ${d.outgoing.name} ×${d.attempts.length}`)
          .join('\n');
      return until(
        () => courier.log.findLast(matches),
        (again) => courier.onAttempt(again),
        told,
        wait,
      );
    },
    async close(): Promise<void> {
      courier.close();
      hub.close();
      await server.close();
    },
  };
}

function limitsOf(limits: 'generous' | 'strict' | RateLimits): RateLimits {
  if (limits === 'strict') return strictLimits;
  return limits === 'generous' ? generousLimits : limits;
}
