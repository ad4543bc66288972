/** The pager port over PagerDuty's Events API v2. Only a 202 counts as accepted; everything else is a Fault. */
import { event } from '@pagerduty/pdjs';
import type { EventParameters, EventPayloadV2 } from '@pagerduty/pdjs/build/src/events.js';
import { Fault } from '../../ports/fault.ts';
import type { PageRequest, Pager } from '../../ports/pager.ts';
import { call, type OnCall } from '../http/call.ts';
import { statusFault } from '../http/status-fault.ts';
import type { Target } from '../http/target.ts';
import { TokenBuckets } from '../http/token-buckets.ts';
import { type EventsEndpoint, eventsEndpoint } from './events-endpoint.ts';
import { type Head, OneCallAgent } from './one-call-agent.ts';
import { triggerEvent } from './page-event.ts';

export interface PagerDutyOptions {
  /** @default https://events.pagerduty.com */
  readonly eventsUrl?: string | undefined;
  /** A private certificate authority (PEM) that signed the endpoint's certificate. */
  readonly ca?: string | undefined;
  /** The routing key behind a secret's name; without a name the default one. Undefined: there is none. */
  routingKey(name?: string): string | undefined;
  /** Milliseconds per event. @default 5000 */
  readonly timeout?: number;
  readonly onCall?: OnCall | undefined;
  /** Milliseconds of any clock that only moves forward: paces events. */
  readonly now?: () => number;
}

/** PagerDuty allows 120 a minute and key; the rest is room for other senders. */
const EVENTS = { perSecond: 100 / 60, burst: 100 };
const LARGEST = 64 * 1024;

type Action = 'trigger' | 'acknowledge' | 'resolve';

/** What pdjs hands on to node-fetch, beyond its own types. */
interface NodeFetchOptions {
  readonly agent: OneCallAgent;
  readonly size: number;
  readonly redirect: 'manual';
}

export class PagerDutyPager implements Pager {
  readonly #o: PagerDutyOptions;
  readonly #endpoint: EventsEndpoint;
  readonly #buckets: TokenBuckets;

  constructor(o: PagerDutyOptions) {
    this.#o = o;
    this.#endpoint = eventsEndpoint(o.eventsUrl ?? 'https://events.pagerduty.com', o.ca);
    this.#buckets = new TokenBuckets(EVENTS, o.now);
  }

  async trigger(page: PageRequest): Promise<void> {
    await this.#send('trigger', triggerEvent(page, this.#key(page.routingKey)));
  }

  async acknowledge(page: Pick<PageRequest, 'routingKey' | 'dedupKey'>): Promise<void> {
    await this.#sendAction('acknowledge', page);
  }

  async resolve(page: Pick<PageRequest, 'routingKey' | 'dedupKey'>): Promise<void> {
    await this.#sendAction('resolve', page);
  }

  #sendAction(action: Action, page: Pick<PageRequest, 'routingKey' | 'dedupKey'>): Promise<void> {
    const body = { routing_key: this.#key(page.routingKey), event_action: action, dedup_key: page.dedupKey };
    return this.#send(action, body as EventPayloadV2);
  }

  #key(name: string | undefined): string {
    const key = this.#o.routingKey(name);
    if (key) return key;
    const which = name === undefined ? 'the default routing key' : `the routing key ${name}`;
    throw new Fault('permanent', 'pagerduty.no-routing-key', `${which} is not configured`);
  }

  async #send(operation: Action, data: EventPayloadV2): Promise<void> {
    const wait = this.#buckets.take(data.routing_key);
    if (wait > 0) {
      throw new Fault('retry', 'pagerduty.paced', 'more than 100 events a minute on one routing key', {
        retryAfter: wait,
      });
    }
    const deadline = this.#o.timeout ?? 5_000;
    // An event is keyed, but only the worker knows that it may be repeated.
    const plan = {
      vendor: 'pagerduty',
      label: 'PagerDuty',
      operation,
      effect: 'change',
      deadline,
      onCall: this.#o.onCall,
    } as const;
    try {
      await call(plan, (signal) => this.#enqueue(plan, data, signal));
    } catch (e) {
      if (e instanceof Fault && e.code === 'pagerduty.429' && e.retryAfter)
        this.#buckets.park(data.routing_key, e.retryAfter);
      throw e;
    }
  }

  async #enqueue(plan: Target, data: EventPayloadV2, deadline: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const onDeadline = () => stop.abort();
    deadline.addEventListener('abort', onDeadline, { once: true });
    let head: Head | undefined;
    const agent = new OneCallAgent(this.#endpoint, (h) => {
      head = h;
      // Before pdjs sees it and goes to sleep for 20 seconds.
      if (h.status === 429) stop.abort();
    });
    // requestTimeout 0: pdjs's own one does nothing but keep a timer alive.
    const options: Omit<EventParameters, 'redirect'> & NodeFetchOptions = {
      data,
      server: this.#endpoint.server,
      requestTimeout: 0,
      signal: stop.signal,
      redirect: 'manual',
      size: LARGEST,
      agent,
    };
    try {
      const answer = await event(options);
      judge(plan, head ?? { status: answer.status }, answer.data);
    } catch (error) {
      // Without a status nothing was answered; with one, only the body was unreadable, and the status says it all.
      if (error instanceof Fault || head === undefined) throw error;
      judge(plan, head, undefined);
    } finally {
      deadline.removeEventListener('abort', onDeadline);
      agent.destroy();
    }
  }
}

function judge(plan: Target, head: Partial<Head> & { status: number }, body: unknown): void {
  if (head.status === 202) return;
  const { message, errors } = (body ?? {}) as { message?: unknown; errors?: unknown };
  const said = [typeof message === 'string' ? message : '', ...(Array.isArray(errors) ? errors.map(String) : [])];
  const to = head.location === undefined ? '' : `redirected to ${origin(head.location)}`;
  throw statusFault(plan, { ...head, message: [...said, to].filter(Boolean).join('; ') });
}

function origin(location: string): string {
  return URL.canParse(location) ? new URL(location).origin : 'another path';
}
