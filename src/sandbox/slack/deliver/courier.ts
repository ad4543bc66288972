/** Brings commands, interactions and events to the app, with Slack's deadlines and redelivery, and with misfortune on demand. */
import { setMaxListeners } from 'node:events';
import type { Fault, Faults } from '../../http/faults.ts';
import type { WorldClock } from '../../http/world-clock.ts';
import {
  type Answer,
  type Attempt,
  type Carried,
  type DeliveryRecord,
  failed,
  type Outgoing,
  type RawRequest,
} from './answer.ts';
import { HttpRoute, type RequestUrls } from './http-route.ts';
import type { SocketHub } from './socket-hub.ts';
import { SocketRoute } from './socket-route.ts';
import { WorldTimers } from './world-timers.ts';

/** Slack tries an event again at once, after a minute and after five. */
const eventRetriesMs = [0, 60_000, 300_000] as const;

export type DeliveryMode = 'http' | 'socket';

export interface CourierOptions {
  readonly clock: WorldClock;
  readonly faults: Faults;
  readonly hub: SocketHub;
  readonly signingSecret: string;
  readonly mode: DeliveryMode;
  /** Real milliseconds the app has to answer. @default 3000 */
  readonly ackTimeoutMs?: number;
  /** Which clock dates the signatures. @default 'real' */
  readonly signWith?: 'real' | 'world';
}

export class Courier {
  readonly log: DeliveryRecord[] = [];
  mode: DeliveryMode;
  readonly #o: CourierOptions;
  readonly #http: HttpRoute;
  readonly #socket: SocketRoute;
  readonly #timers: WorldTimers;
  readonly #stop = new AbortController();
  readonly #watchers = new Set<(record: DeliveryRecord) => void>();
  #copies = 0;
  #delayMs = 0;

  constructor(o: CourierOptions) {
    this.#o = o;
    // One listener per delivery under way, however many there are.
    setMaxListeners(0, this.#stop.signal);
    this.mode = o.mode;
    this.#timers = new WorldTimers(o.clock);
    const timeoutMs = o.ackTimeoutMs ?? 3000;
    const seconds = () => Math.floor((o.signWith === 'world' ? o.clock.now() : Date.now()) / 1000);
    this.#http = new HttpRoute({ secret: o.signingSecret, seconds, timeoutMs, stop: this.#stop.signal });
    this.#socket = new SocketRoute(o.hub, timeoutMs);
  }

  set requestUrl(url: string | RequestUrls | undefined) {
    this.#http.urls = typeof url === 'string' ? { commands: url, interactions: url, events: url } : url;
  }

  /** The next delivery reaches the app `n` more times, byte for byte the same, all at once. */
  duplicateNext(n = 1): void {
    this.#copies = n;
  }

  /** The next delivery is late by this many real milliseconds. */
  delayNext(ms: number): void {
    this.#delayMs = ms;
  }

  /** Resolves with the app's answer to the first try; events are tried again in the background. */
  async send(outgoing: Outgoing): Promise<Answer> {
    const record: DeliveryRecord = { n: this.log.length + 1, outgoing, attempts: [] };
    this.log.push(record);
    const [copies, delay] = [this.#copies, this.#delayMs];
    this.#copies = 0;
    this.#delayMs = 0;
    if (delay > 0) await this.#wait(delay);
    const all = Array.from({ length: copies + 1 }, () => this.#attempt(record, 0, ''));
    const answer = (await Promise.race(all)) ?? failed('closed', Date.now());
    // Slack sends a command that nobody acknowledged over Socket Mode again, without a mark (slackapi/bolt-js#2188).
    if (outgoing.kind === 'command' && this.mode === 'socket' && answer.failure === 'timeout') {
      void this.#attempt(record, 0, '');
    }
    return answer;
  }

  /** Any bytes and headers, as they are: forged, replayed, malformed. */
  async deliver(request: RawRequest): Promise<Answer> {
    return this.#http.raw(request);
  }

  sign(body: string, seconds?: number): Record<string, string> {
    return this.#http.sign(body, seconds);
  }

  /** Calls `watch` after each try; returns how to stop. */
  onAttempt(watch: (record: DeliveryRecord) => void): () => void {
    this.#watchers.add(watch);
    return () => this.#watchers.delete(watch);
  }

  close(): void {
    this.#timers.clear();
    this.#stop.abort();
  }

  #retryLater(record: DeliveryRecord, answer: Answer, retry: number): void {
    const after = eventRetriesMs[retry - 1];
    const { ok, noRetry, failure } = answer;
    if (ok || noRetry || after === undefined || failure === 'no_app' || failure === 'closed') return;
    const reason = failure === 'timeout' ? 'http_timeout' : (failure ?? 'http_error');
    this.#timers.after(after, () => void this.#attempt(record, retry, reason));
  }

  async #attempt(record: DeliveryRecord, retry: number, reason: string): Promise<Answer> {
    if (this.#stop.signal.aborted) return failed('closed', Date.now());
    const { outgoing } = record;
    // Fault rules name deliveries `DELIVER /command/incident`, `DELIVER /interaction/block_actions`, `DELIVER /event/app_mention`.
    const fault = this.#o.faults.take('slack', `DELIVER /${outgoing.kind}/${outgoing.name.replace('/', '')}`);
    const via = this.mode;
    const at = this.#o.clock.now();
    const { answer, request } = await this.#underFault(fault, () =>
      via === 'http' ? this.#http.carry(outgoing, retry, reason) : this.#socket.carry(outgoing, retry, reason),
    );
    const attempt: Attempt = { at, via, retry, answer, ...(request ? { request } : {}) };
    // The next try is planned before anybody hears of this one, who may then move the clock. A duplicate plans nothing.
    const first = !record.attempts.some((a) => a.retry === retry);
    record.attempts.push(attempt);
    if (outgoing.kind === 'event' && first) this.#retryLater(record, answer, retry + 1);
    for (const w of this.#watchers) w(record);
    return answer;
  }

  async #underFault(fault: Fault | undefined, carry: () => Promise<Carried>): Promise<Carried> {
    const started = Date.now();
    switch (fault?.kind) {
      case undefined:
        return carry();
      case 'status': {
        const ok = fault.status < 300;
        const answer = { ok, status: fault.status, body: fault.body, ms: 0 };
        return { answer: ok ? answer : { ...answer, failure: 'http_error' } };
      }
      case 'reset':
        return { answer: failed('connection_failed', started) };
      case 'hang':
        await this.#wait(this.#o.ackTimeoutMs ?? 3000);
        return { answer: failed('timeout', started) };
      case 'lostReply':
        return { ...(await carry()), answer: failed('timeout', started) };
      case 'delay':
        await this.#wait(fault.ms);
        return carry();
      case 'beforeReply': {
        const carried = await carry();
        await fault.meanwhile();
        return carried;
      }
    }
  }

  #wait(ms: number): Promise<void> {
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
    });
  }
}
