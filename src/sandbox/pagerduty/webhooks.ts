/** Webhook subscriptions, and the controls a test or a story has over what is delivered when. */
import { randomUUID } from 'node:crypto';
import type { Ids } from './ids.ts';
import { INCIDENT_EVENTS, type IncidentEvent } from './model.ts';
import { type Attempt, DeliveryQueue, post, type Subscription } from './webhook-delivery.ts';
import { headersOf, incidentMessage, pingMessage, sign, type WebhookMessage } from './webhook-message.ts';

export interface Webhooks {
  /** Every delivery attempted, in order. */
  readonly attempts: readonly Attempt[];
  /** Every message made, delivered or not, oldest first. */
  readonly messages: readonly WebhookMessage[];
  subscriptions(): readonly Readonly<Subscription>[];
  /** A further subscription. Several secrets: several signatures, as during a rotation. */
  subscribe(url: string, secrets: string | readonly string[]): string;
  /** What somebody may change in PagerDuty's settings; without an id, of the first. */
  change(to: Partial<Pick<Subscription, 'active' | 'events' | 'url'>>, subscriptionId?: string): void;
  remove(subscriptionId: string): void;
  /** Changes the secrets of a subscription; without an id, of the first. */
  rotate(secrets: readonly string[], subscriptionId?: string): void;
  /** `pagey.ping`, as the Send Test Event button does. */
  ping(): Promise<void>;
  /** From now on messages are kept back (late delivery) until `release`. */
  hold(): void;
  /** Delivers what was held. `reversed` breaks the order on purpose. */
  release(order?: 'inOrder' | 'reversed'): Promise<void>;
  /** Each of the next `n` messages is delivered twice, with the same X-Webhook-Id. */
  duplicate(n?: number): void;
  /** Delivers an earlier message again; without an event id, the newest. */
  redeliver(eventId?: string): Promise<void>;
  /** Somebody else posts a plausible message. Without a secret it carries no signature. Answers what the receiver said. */
  forge(body: unknown, secret?: string): Promise<Attempt['result']>;
  /** Ends a 24-hour disablement early. */
  enable(): void;
  /** Resolves once nothing is under way and nothing is due. */
  settled(): Promise<void>;
  /** Calls `watch` after each delivery attempted; returns how to stop. */
  onAttempt(watch: (attempt: Attempt) => void): () => void;
}

export class WebhookSender implements Webhooks {
  readonly attempts: Attempt[] = [];
  readonly messages: WebhookMessage[] = [];
  readonly #queues: DeliveryQueue[] = [];
  readonly #watchers = new Set<(attempt: Attempt) => void>();
  readonly #ids: Ids;
  readonly #now: () => number;
  readonly #timeoutMs: number;
  readonly #closed = new AbortController();
  #held: WebhookMessage[] | undefined;
  #duplicates = 0;

  constructor(ids: Ids, now: () => number, timeoutMs: number) {
    this.#ids = ids;
    this.#now = now;
    this.#timeoutMs = timeoutMs;
  }

  subscriptions(): readonly Readonly<Subscription>[] {
    return this.#queues.map((q) => ({ ...q.subscription }));
  }

  subscribe(url: string, secrets: string | readonly string[]): string {
    const id = this.#ids.next('subscription', 'P', 7);
    const list = typeof secrets === 'string' ? [secrets] : secrets;
    const tell = (attempt: Attempt) => {
      for (const w of this.#watchers) w(attempt);
    };
    const { attempts } = this;
    const world = { now: this.#now, timeoutMs: this.#timeoutMs, attempts, tell, closed: this.#closed.signal };
    const fresh = { disabledUntil: undefined, drops: 0, active: true, events: INCIDENT_EVENTS };
    this.#queues.push(new DeliveryQueue({ id, url, secrets: list, ...fresh }, world));
    return id;
  }

  /** The first subscription gets this address and secret; made when there is none. */
  set(url: string, secrets: string | readonly string[]): void {
    const first = this.#queues[0]?.subscription;
    if (!first) {
      this.subscribe(url, secrets);
      return;
    }
    first.url = url;
    first.secrets = typeof secrets === 'string' ? [secrets] : secrets;
  }

  change(to: Partial<Pick<Subscription, 'active' | 'events' | 'url'>>, subscriptionId?: string): void {
    Object.assign(this.#one(subscriptionId).subscription, to);
  }

  remove(subscriptionId: string): void {
    this.#queues.splice(this.#queues.indexOf(this.#one(subscriptionId)), 1);
  }

  rotate(secrets: readonly string[], subscriptionId?: string): void {
    this.#one(subscriptionId).subscription.secrets = secrets;
  }

  send(event: IncidentEvent): void {
    this.#take(incidentMessage(this.#ids.next('event', '01', 26), event));
  }

  async ping(): Promise<void> {
    this.#take(pingMessage(this.#ids.next('event', '01', 26), this.#now()));
    await this.settled();
  }

  hold(): void {
    this.#held ??= [];
  }

  async release(order: 'inOrder' | 'reversed' = 'inOrder'): Promise<void> {
    const held = this.#held ?? [];
    this.#held = undefined;
    if (order === 'inOrder') for (const message of held) this.#queue(message);
    else {
      // One after the other: sent together, the network could put them back in order.
      for (const message of held.reverse()) {
        this.#queue(message, true);
        await this.settled();
      }
    }
    await this.settled();
  }

  duplicate(n = 1): void {
    this.#duplicates += n;
  }

  async redeliver(eventId?: string): Promise<void> {
    const message = eventId === undefined ? this.messages.at(-1) : this.messages.find((m) => m.eventId === eventId);
    if (!message) throw new Error(`No message ${eventId ?? ''} was ever made.`);
    const webhookId = this.attempts.find((a) => a.eventId === message.eventId)?.webhookId;
    this.#queue(message, true, webhookId);
    await this.settled();
  }

  forge(body: unknown, secret?: string): Promise<Attempt['result']> {
    const to = this.#queues[0]?.subscription;
    if (!to) throw new Error('There is no webhook subscription to forge a message for.');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const signature = secret === undefined ? '' : sign(text, [secret]);
    return post(to.url, text, headersOf(randomUUID(), to.id, signature), this.#timeoutMs, this.#closed.signal);
  }

  enable(): void {
    for (const q of this.#queues) q.enable();
  }

  async settled(): Promise<void> {
    await Promise.all(this.#queues.map((q) => q.settled()));
  }

  onAttempt(watch: (attempt: Attempt) => void): () => void {
    this.#watchers.add(watch);
    return () => this.#watchers.delete(watch);
  }

  /** What waited for a time looks again. */
  timeMoved(): void {
    for (const q of this.#queues) q.pump();
  }

  close(): void {
    this.#closed.abort();
  }

  #one(subscriptionId?: string): DeliveryQueue {
    const queue = this.#queues.find((q) => subscriptionId === undefined || q.subscription.id === subscriptionId);
    if (!queue) throw new Error(`There is no webhook subscription ${subscriptionId ?? ''}.`);
    return queue;
  }

  #take(message: WebhookMessage): void {
    this.messages.push(message);
    if (this.#held) this.#held.push(message);
    else this.#queue(message);
  }

  #queue(message: WebhookMessage, ownLane = false, webhookId: string = randomUUID()): void {
    const copies = this.#duplicates > 0 ? 2 : 1;
    if (copies === 2) this.#duplicates -= 1;
    for (const q of this.#queues) for (let i = 0; i < copies; i++) q.add(message, webhookId, ownLane);
  }
}
