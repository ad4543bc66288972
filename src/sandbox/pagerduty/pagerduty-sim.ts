/** A simulated PagerDuty over real HTTP: Events v2 in, REST v2, v3 webhooks out, people who act, phones that ring. */
import type { Faults } from '../http/faults.ts';
import type { Ledger } from '../http/ledger.ts';
import { startSimServer } from '../http/server.ts';
import type { WorldClock } from '../http/world-clock.ts';
import { Account, type RoutingKeySetup } from './account.ts';
import { enqueue } from './events-api.ts';
import { Incidents } from './incidents.ts';
import type { Alert, Incident, Phone } from './model.ts';
import { type ActingPerson, actingPerson } from './people.ts';
import { Phones } from './phones.ts';
import { RateLimit } from './rate-limit.ts';
import { rest } from './rest-api.ts';
import { startTlsFront } from './tls-front.ts';
import { WebhookSender, type Webhooks } from './webhooks.ts';

export interface PagerDutySimOptions {
  readonly clock: WorldClock;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly port?: number;
  readonly routingKeys: Readonly<Record<string, RoutingKeySetup>>;
  /** The REST token that is accepted. */
  readonly token: string;
  readonly webhook?: { readonly url: string; readonly secret: string | readonly string[] };
  /** Adds an https address beside the plain one. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** How long a webhook receiver may take, in real milliseconds. @default 5000 */
  readonly webhookTimeoutMs?: number;
}

export interface PagerDutySim {
  /** Base address; events are posted to `/v2/enqueue` under it. */
  readonly eventsUrl: string;
  readonly apiUrl: string;
  /** Set when `tls` was given: `https://localhost:…`, for both APIs. */
  readonly tlsUrl: string | undefined;
  alerts(): readonly Readonly<Alert>[];
  incidents(): readonly Readonly<Incident>[];
  /** Who was called, for what, from when to when. */
  phones(): readonly Phone[];
  as(email: string): ActingPerson;
  readonly webhooks: Webhooks;
  setWebhook(url: string, secret: string | readonly string[]): void;
  addRoutingKey(key: string, setup: RoutingKeySetup): void;
  /** Accept events (202) and do nothing with them: for one routing key, or for all. */
  dropEvents(on: boolean, routingKey?: string): void;
  close(): Promise<void>;
}

const EVENTS_PER_MINUTE = 120;
const REST_PER_MINUTE = 960;

export async function startPagerDutySim(o: PagerDutySimOptions): Promise<PagerDutySim> {
  const now = () => o.clock.now();
  const account = new Account(o.routingKeys);
  const phones = new Phones();
  const webhooks = new WebhookSender(account.ids, now, o.webhookTimeoutMs ?? 5_000);
  const incidents = new Incidents(account, phones, now, (event) => webhooks.send(event));
  if (o.webhook) webhooks.set(o.webhook.url, o.webhook.secret);
  o.clock.onMove(() => webhooks.timeMoved());

  let dropAll = false;
  const droppedKeys = new Set<string>();
  const events = {
    account,
    incidents,
    limit: new RateLimit(EVENTS_PER_MINUTE, now),
    dropped: (key: string) => dropAll || droppedKeys.has(key),
  };
  const api = { account, incidents, webhooks, limit: new RateLimit(REST_PER_MINUTE, now), token: o.token, now };
  const server = await startSimServer({
    name: 'pagerduty',
    ...(o.port === undefined ? {} : { port: o.port }),
    ledger: o.ledger,
    faults: o.faults,
    handle: (req) => (req.method === 'POST' && req.path === '/v2/enqueue' ? enqueue(events, req) : rest(api, req)),
  });
  const front = o.tls ? await startTlsFront(o.tls, server.port) : undefined;

  return {
    eventsUrl: server.url,
    apiUrl: server.url,
    tlsUrl: front?.url,
    alerts: () => incidents.alerts,
    incidents: () => incidents.incidents,
    phones: () => phones.all(),
    as: (email) => actingPerson(email, account, incidents, () => webhooks.settled()),
    webhooks,
    setWebhook: (url, secret) => webhooks.set(url, secret),
    addRoutingKey: (key, setup) => {
      account.addRoutingKey(key, setup);
    },
    dropEvents(on, routingKey) {
      if (routingKey === undefined) dropAll = on;
      else if (on) droppedKeys.add(routingKey);
      else droppedKeys.delete(routingKey);
    },
    async close() {
      webhooks.close();
      await front?.close();
      await server.close();
    },
  };
}
