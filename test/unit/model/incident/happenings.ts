/** What can happen to an incident, in words that both the model and the product are told. */
import type { Severity } from './matrices.ts';

export interface Person {
  /** Slack id, or `pagerduty:…` for whom people.yaml does not know. */
  readonly slack: string;
  readonly pagerduty?: string;
  /** In a group that may do what not everybody may. */
  readonly may: boolean;
}

export const ADA: Person = { slack: 'U0ADA', pagerduty: 'PADA001', may: true };
export const GRACE: Person = { slack: 'U0GRACE', pagerduty: 'PGRACE1', may: true };
/** Of another team: in no group. */
export const EVE: Person = { slack: 'U0EVE', may: false };
/** Known to PagerDuty only. */
export const STRANGER: Person = { slack: 'pagerduty:PSTRANGER', pagerduty: 'PSTRANGER', may: false };

export type Status = 'investigating' | 'identified' | 'monitoring';

interface Paged {
  readonly target: string;
  readonly generation: number;
}

export type Happening =
  | { readonly does: 'declare'; readonly severity: Severity }
  | { readonly does: 'ack'; readonly by: Person; readonly ms?: number }
  | { readonly does: 'severity'; readonly by: Person; readonly to: Severity }
  | { readonly does: 'state'; readonly by: Person; readonly to: Status }
  | { readonly does: 'reopen' | 'resolve' | 'join'; readonly by: Person }
  | { readonly does: 'update'; readonly by: Person; readonly next?: number; readonly public?: true }
  | { readonly does: 'escalate'; readonly by: Person; readonly to: number | 'next' }
  | { readonly does: 'run'; readonly by: Person; readonly known: boolean }
  | { readonly does: 'began' | 'moved'; readonly run: number }
  /** Timers that nobody took back: a level, a lease, a promised update, the duplicate window, a page nobody took. */
  | { readonly does: 'level'; readonly level: number }
  | { readonly does: 'lapse' | 'remind' | 'window' }
  | { readonly does: 'tell'; readonly target: string }
  /** A timer that was taken back, or came before, comes all the same: it was in a worker's hands already. */
  | { readonly does: 'echo' }
  | { readonly does: 'chat'; readonly what: 'opened' | 'failed' | 'carded' }
  /** What the workers report of PagerDuty; `anybody` stands behind the target, or nobody. */
  | ({ readonly does: 'took' | 'looked'; readonly anybody: boolean } & Paged)
  | ({ readonly does: 'silenced' | 'closed' | 'refused' } & Paged)
  | ({ readonly does: 'stuck'; readonly action: 'acknowledge' | 'resolve' } & Paged)
  /** PagerDuty's webhooks; without a person it is the echo of what we did ourselves. */
  | ({ readonly does: 'rings' } & Paged)
  | ({ readonly does: 'acked there' | 'resolved there'; readonly by?: Person } & Paged);

export type Does = Happening['does'];
