/** Slack's own client with its habits switched off: no retries, no pausing of everything, no log of its own. */
import { LogLevel, WebClient } from '@slack/web-api';
import { Agent } from 'undici';
import { Fault } from '../../ports/fault.ts';
import { call, type OnCall } from '../http/call.ts';
import type { CallEffect } from '../http/target.ts';
import { TokenBuckets } from '../http/token-buckets.ts';
import { trusted } from '../http/trust.ts';
import { slackFault } from './slack-errors.ts';
import { slackFetch } from './slack-fetch.ts';

export interface SlackOptions {
  readonly token: string;
  /** @default https://slack.com/api/ */
  readonly apiUrl?: string | undefined;
  /** Milliseconds per call. @default 5000 */
  readonly timeout?: number;
  /** A private certificate authority (PEM) in front of Slack. */
  readonly ca?: string | undefined;
  readonly onCall?: OnCall | undefined;
  /** Milliseconds of any clock that only moves forward: paces posts and ages caches. */
  readonly now?: () => number;
}

/** Slack lets about one message a second into a channel, with short bursts. */
const POSTS = { perSecond: 1, burst: 3 };

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

export class SlackApi {
  readonly now: () => number;
  readonly #client: WebClient;
  readonly #agent: Agent;
  readonly #posts: TokenBuckets;
  readonly #methods: TokenBuckets;
  readonly #timeout: number;
  readonly #onCall: OnCall | undefined;
  #self: Promise<{ user: string; bot: string | undefined; team: string }> | undefined;

  constructor(o: SlackOptions) {
    this.now = o.now ?? (() => performance.now());
    this.#timeout = o.timeout ?? 5_000;
    this.#onCall = o.onCall;
    this.#posts = new TokenBuckets(POSTS, this.now);
    // Only used to park a method Slack asked us to leave alone for a while.
    this.#methods = new TokenBuckets({ perSecond: 1_000, burst: 1_000 }, this.now);
    this.#agent = new Agent({ connections: 16, connect: { timeout: this.#timeout, ...trusted(o.ca) } });
    this.#client = new WebClient(o.token, {
      slackApiUrl: apiRoot(o.apiUrl ?? 'https://slack.com/api/'),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
      // Our own deadline fires first, also in a process that stood still for a moment; this one ends the request underneath it.
      timeout: this.#timeout + 1_000,
      logger: silent,
      fetch: slackFetch(this.#agent),
    });
  }

  /** A call that is not a post. A limit met by one method parks that method only. */
  ask<T>(operation: string, effect: CallEffect, run: (client: WebClient) => Promise<T>): Promise<T> {
    return this.#paced(this.#methods, operation, operation, effect, run);
  }

  /** A call that writes into a channel. A limit met in one channel parks that channel only. */
  write<T>(operation: string, channel: string, run: (client: WebClient) => Promise<T>): Promise<T> {
    return this.#paced(this.#posts, channel, operation, 'change', run);
  }

  /** Who the bot is; asked once. */
  self(): Promise<{ user: string; bot: string | undefined; team: string }> {
    this.#self ??= this.ask('auth.test', 'read', (c) => c.auth.test()).then(
      (r) => ({ user: r.user_id ?? '', bot: r.bot_id, team: r.team_id ?? '' }),
      (e: unknown) => {
        this.#self = undefined;
        throw e;
      },
    );
    return this.#self;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #paced<T>(
    buckets: TokenBuckets,
    key: string,
    operation: string,
    effect: CallEffect,
    run: (client: WebClient) => Promise<T>,
  ): Promise<T> {
    const wait = buckets.take(key);
    if (wait > 0) {
      throw new Fault('retry', 'slack.paced', `${operation} waits its turn for ${key}`, { retryAfter: wait });
    }
    const plan = { vendor: 'slack', label: 'Slack', operation, effect, deadline: this.#timeout, onCall: this.#onCall };
    try {
      return await call({ ...plan, translate: (e) => slackFault(plan, e) }, () => run(this.#client));
    } catch (e) {
      if (e instanceof Fault && e.kind === 'retry' && e.retryAfter !== undefined) buckets.park(key, e.retryAfter);
      throw e;
    }
  }
}

/** `https://slack.com`, `…/api` and `…/api/` all mean the same place. */
export function apiRoot(url: string): string {
  const root = url.replace(/\/+$/, '');
  return root.endsWith('/api') ? `${root}/` : `${root}/api/`;
}
