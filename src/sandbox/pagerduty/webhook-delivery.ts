/** One subscription's deliveries: at least once, in order per incident, with PagerDuty's retries and its impatience. */
import { headersOf, sign, type WebhookMessage } from './webhook-message.ts';

export interface Subscription {
  readonly id: string;
  url: string;
  /** Newest first; each one signs. */
  secrets: readonly string[];
  /** World time until which nothing is sent; undefined when active. */
  disabledUntil: number | undefined;
  /** Messages given up since it was last enabled. */
  drops: number;
  /** Switched off by hand; the time-out after failed deliveries is apart. */
  active: boolean;
  /** The event types it is for. */
  events: readonly string[];
}

export interface Attempt {
  readonly webhookId: string;
  readonly subscriptionId: string;
  readonly eventId: string;
  readonly type: string;
  /** From 1. */
  readonly attempt: number;
  readonly at: number;
  readonly result: number | 'timeout' | 'network error';
  readonly outcome: 'delivered' | 'retry' | 'dropped';
}

interface Queued {
  readonly message: WebhookMessage;
  readonly webhookId: string;
  readonly firstAt: number;
  attempt: number;
  due: number;
}

export interface DeliveryWorld {
  readonly now: () => number;
  readonly timeoutMs: number;
  readonly attempts: Attempt[];
  /** Hears of each attempt once it is made. */
  tell(attempt: Attempt): void;
  /** Aborted when the simulated world ends. */
  readonly closed: AbortSignal;
}

const PING = 'pagey.ping';
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 3_600_000;
const GIVE_UP_MS = 48 * 3_600_000;
const DROPS_ALLOWED = 3;
const DISABLED_MS = 24 * 3_600_000;

export async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  timeoutMs: number,
  closed: AbortSignal,
): Promise<Attempt['result']> {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const signal = AbortSignal.any([late, closed]);
    const res = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
    await res.arrayBuffer();
    return res.status;
  } catch {
    return late.aborted ? 'timeout' : 'network error';
  }
}

function outcomeOf(result: Attempt['result'], age: number): Attempt['outcome'] {
  if (typeof result === 'number') {
    if (result >= 200 && result < 300) return 'delivered';
    if (result < 500 && result !== 429) return 'dropped';
  }
  return age >= GIVE_UP_MS ? 'dropped' : 'retry';
}

export class DeliveryQueue {
  readonly subscription: Subscription;
  readonly #world: DeliveryWorld;
  readonly #lanes = new Map<string, Queued[]>();
  readonly #running = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(subscription: Subscription, world: DeliveryWorld) {
    this.subscription = subscription;
    this.#world = world;
    world.closed.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** @param ownLane sent at once, without waiting for earlier messages of the same incident */
  add(message: WebhookMessage, webhookId: string, ownLane = false): void {
    const now = this.#world.now();
    const { active, events } = this.subscription;
    if (!active || !(message.type === PING || events.includes(message.type)) || this.#isDisabled(now)) return;
    const lane = ownLane ? `${message.lane}/${webhookId}` : message.lane;
    const queue = this.#lanes.get(lane) ?? [];
    this.#lanes.set(lane, queue);
    queue.push({ message, webhookId, firstAt: now, attempt: 0, due: now });
    this.pump();
  }

  /** Starts everything that is due; called again when time moves. */
  pump(): void {
    if (this.#world.closed.aborted) return;
    const now = this.#world.now();
    for (const [lane, queue] of this.#lanes) {
      if (this.#running.has(lane)) continue;
      const head = queue[0];
      if (!head) this.#lanes.delete(lane);
      else if (head.due <= now) this.#start(lane, queue);
    }
    this.#wakeAtNextDue(now);
  }

  /** Resolves once nothing is under way and nothing is due. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  enable(): void {
    this.subscription.disabledUntil = undefined;
    this.subscription.drops = 0;
  }

  #isDisabled(now: number): boolean {
    const { disabledUntil } = this.subscription;
    if (disabledUntil === undefined) return false;
    if (disabledUntil > now) return true;
    this.enable();
    return false;
  }

  #start(lane: string, queue: Queued[]): void {
    const run = this.#work(queue).finally(() => {
      this.#running.delete(lane);
      this.pump();
    });
    this.#running.set(lane, run);
  }

  async #work(queue: Queued[]): Promise<void> {
    for (let head = queue[0]; head && head.due <= this.#world.now() && !this.#world.closed.aborted; head = queue[0]) {
      const outcome = await this.#attempt(head);
      if (outcome === 'retry') {
        head.due = this.#world.now() + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (head.attempt - 1));
        return;
      }
      queue.shift();
      if (outcome === 'dropped') this.#dropped();
    }
  }

  async #attempt(q: Queued): Promise<Attempt['outcome']> {
    const { subscription: s } = this;
    q.attempt += 1;
    const at = this.#world.now();
    const headers = headersOf(q.webhookId, s.id, sign(q.message.body, s.secrets));
    const result = await post(s.url, q.message.body, headers, this.#world.timeoutMs, this.#world.closed);
    const outcome = outcomeOf(result, this.#world.now() - q.firstAt);
    const { eventId, type } = q.message;
    const { webhookId, attempt } = q;
    const made = { webhookId, subscriptionId: s.id, eventId, type, attempt, at, result, outcome };
    this.#world.attempts.push(made);
    this.#world.tell(made);
    return outcome;
  }

  #dropped(): void {
    this.subscription.drops += 1;
    if (this.subscription.drops < DROPS_ALLOWED) return;
    this.subscription.disabledUntil = this.#world.now() + DISABLED_MS;
    for (const queue of this.#lanes.values()) queue.length = 0;
  }

  #wakeAtNextDue(now: number): void {
    clearTimeout(this.#timer);
    const waiting = [...this.#lanes].filter(([lane]) => !this.#running.has(lane)).map(([, q]) => q[0]?.due ?? Infinity);
    const next = Math.min(...waiting);
    if (!Number.isFinite(next)) return;
    this.#timer = setTimeout(() => this.pump(), Math.max(0, next - now));
    this.#timer.unref();
  }
}
