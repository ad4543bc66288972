/** What every REST route needs. */
import type { Account } from './account.ts';
import type { Incidents } from './incidents.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Webhooks } from './webhooks.ts';

export interface RestContext {
  readonly account: Account;
  readonly incidents: Incidents;
  readonly webhooks: Pick<Webhooks, 'subscriptions'>;
  readonly limit: RateLimit;
  readonly token: string;
  readonly now: () => number;
}
