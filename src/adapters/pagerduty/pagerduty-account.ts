/**
 * What PagerDuty's REST API v2 tells about the account: two small reads, for `doctor`. Not through pdjs, which sleeps 20 s
 * on a 429 and leaves timers behind.
 */
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { call } from '../http/call.ts';
import { readWhole } from '../http/read-body.ts';
import { statusFault } from '../http/status-fault.ts';
import { trusted } from '../http/trust.ts';

export interface PagerDutyAccountOptions {
  readonly token: string;
  /** @default https://api.pagerduty.com */
  readonly apiUrl?: string | undefined;
  readonly ca?: string | undefined;
  /** Milliseconds per call. @default 5000 */
  readonly timeout?: number;
}

export interface WebhookSubscription {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  /** Somebody switched it off, or PagerDuty did after failed deliveries. */
  readonly state: 'active' | 'inactive' | 'temporarily disabled';
  /** `account_reference`, `service_reference`, `team_reference`. */
  readonly filter: string;
}

const LARGEST = 4 * 1024 * 1024;
const PAGE = 100;
const PAGES = 10;

const page = z.object({
  webhook_subscriptions: z.array(
    z.object({
      id: z.string(),
      active: z.boolean().optional(),
      events: z.array(z.string()).optional(),
      filter: z.object({ type: z.string().optional() }).nullish(),
      delivery_method: z.object({ url: z.string().nullish(), temporarily_disabled: z.boolean().optional() }),
    }),
  ),
  more: z.boolean().nullish(),
});
const failure = z.object({ error: z.object({ message: z.string() }) });

export class PagerDutyAccount {
  readonly #o: PagerDutyAccountOptions;
  readonly #agent: Agent;

  constructor(o: PagerDutyAccountOptions) {
    this.#o = o;
    this.#agent = new Agent({ connections: 2, connect: trusted(o.ca) });
  }

  /** Throws a Fault when the token is not accepted. */
  async abilities(): Promise<void> {
    await this.#get('abilities');
  }

  async webhookSubscriptions(): Promise<readonly WebhookSubscription[]> {
    const all: WebhookSubscription[] = [];
    for (let n = 0; n < PAGES; n++) {
      const path = `webhook_subscriptions?limit=${PAGE}&offset=${n * PAGE}`;
      const { webhook_subscriptions: some, more } = page.parse(await this.#get(path));
      for (const s of some) {
        const disabled = s.delivery_method.temporarily_disabled === true ? 'temporarily disabled' : 'active';
        all.push({
          id: s.id,
          url: s.delivery_method.url ?? '',
          events: s.events ?? [],
          state: s.active === false ? 'inactive' : disabled,
          filter: s.filter?.type ?? '',
        });
      }
      if (!more) break;
    }
    return all;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #get(path: string): Promise<unknown> {
    const base = (this.#o.apiUrl ?? 'https://api.pagerduty.com').replace(/\/+$/, '');
    const operation = path.replace(/\?.*/, '');
    const plan = {
      vendor: 'pagerduty',
      label: 'PagerDuty',
      operation,
      effect: 'read',
      deadline: this.#o.timeout ?? 5_000,
    } as const;
    return call(plan, async (signal) => {
      const answer = await fetch(`${base}/${path}`, {
        headers: {
          authorization: `Token token=${this.#o.token}`,
          accept: 'application/vnd.pagerduty+json;version=2',
        },
        signal,
        redirect: 'manual',
        dispatcher: this.#agent,
      });
      const text = await readWhole(answer.body, LARGEST);
      if (answer.status === 200) return JSON.parse(text) as unknown;
      throw statusFault(plan, {
        status: answer.status,
        message: messageOf(text),
        retryAfter: answer.headers.get('retry-after'),
        date: answer.headers.get('date'),
      });
    });
  }
}

function messageOf(text: string): string {
  try {
    const read = failure.safeParse(JSON.parse(text));
    return read.success ? read.data.error.message : '';
  } catch {
    return text;
  }
}
