/** One incident: lifecycle, escalation, pages and its places in chat in one row, so that an ack and a level cannot cross. */
import type { Level, Policy, Target } from '../catalog/model.ts';

export const STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
export type Status = (typeof STATUSES)[number];

export interface Ack {
  readonly by: string;
  readonly at: number;
  /** The lease: after this the first clock runs again. */
  readonly until: number;
}

/** `sending` until PagerDuty took it; `unreached` when nobody stands behind the target. */
export type PageStatus = 'sending' | 'accepted' | 'confirmed' | 'acknowledged' | 'resolved' | 'failed' | 'unreached';

export interface Page {
  readonly target: Target;
  readonly level: number;
  readonly generation: number;
  readonly dedupKey: string;
  readonly status: PageStatus;
  readonly at: number;
  /** People behind the target when it was paged (ids of people.yaml). */
  readonly people: readonly string[];
  readonly reason: string;
  /** Why it was not taken, or for how long; gone once it was. */
  readonly failure?: string;
  /** How often people were told that nobody took it: numbers the timers. */
  readonly tellings?: number;
  /** Name of the routing key it was sent with, null for the default one: what follows must go the same way. */
  readonly routingKey?: string | null;
}

export interface LevelState {
  readonly level: number;
  /** Milliseconds since the epoch; undefined while its clock stands. Of a level that was reached: when its time had come. */
  readonly dueAt?: number;
  readonly status: 'pending' | 'reached' | 'superseded' | 'passed-over';
  readonly at?: number;
}

export interface Card {
  readonly channel: string;
  readonly ts: string;
}

export interface Incident {
  readonly id: number;
  readonly title: string;
  /** What was typed, when it was longer than a title may be. */
  readonly description?: string;
  /** Severity name; label and rank are copied so that old incidents stay readable. */
  readonly severity: string;
  readonly severityLabel: string;
  readonly severityRank: number;
  readonly respondWithin: number;
  readonly service: string;
  readonly serviceTitle: string;
  readonly impact?: string;
  /** Estimated share of customers, as typed: `40%`. */
  readonly customers?: string;
  readonly status: Status;
  readonly declaredBy: string;
  readonly declaredAt: number;
  /** When both clocks began: the declaration, or the last reopening. */
  readonly since: number;
  readonly resolvedAt?: number;
  readonly resolvedBy?: string;
  readonly summary?: string;
  /** Counts reopenings: a resolved PagerDuty key is never triggered again. */
  readonly generation: number;
  readonly policy: Policy;
  readonly levels: readonly LevelState[];
  readonly ack?: Ack;
  /** How many leases and promises there were: numbers their timers, so that no two are ever mistaken for one. */
  readonly leases?: number;
  readonly promises?: number;
  /** When the first clock began anew, because a lease ran out. @default since */
  readonly unacknowledgedSince?: number;
  /** Somebody responded at least once in this generation. */
  readonly firstAckAt?: number;
  readonly pages: Readonly<Record<string, Page>>;
  readonly outage?: { readonly at: number };
  readonly customersNotifiedAt?: number;
  readonly lastUpdate?: { readonly text: string; readonly by: string; readonly at: number; readonly eta?: string };
  readonly nextUpdateAt?: number;
  readonly runs: readonly {
    readonly run: number;
    readonly runbook: string;
    readonly name: string;
    readonly status: string;
  }[];
  /** Runbooks that fit, offered as buttons. */
  readonly runbooks: readonly { readonly id: string; readonly name: string }[];
  /** The incident's own channel once it stands, and where its card is posted. */
  readonly channel?: { readonly id: string; readonly name: string };
  readonly cards: { readonly announce?: Card; readonly incident?: Card };
  /** Duplicate window: while set, a second declaration for the service is asked to join. */
  readonly window?: string;
  /** Slack ids of those who acted or were paged, in order. */
  readonly responders: readonly string[];
}

/** When a level's time is, as its clock runs now; undefined while it stands, and of a level that waits for none. */
export function dueAtOf(i: Incident, { after }: Pick<Level, 'after'>): number | undefined {
  if (!after || (after.clock === 'unacknowledged' && i.ack)) return undefined;
  return (after.clock === 'unresolved' ? i.since : (i.unacknowledgedSince ?? i.since)) + after.ms;
}

/** The next level that will be reached if nothing changes. */
export function nextLevel(
  incident: Incident,
): (LevelState & { readonly dueAt: number; readonly rule: Level }) | undefined {
  const due = incident.levels
    .filter((l): l is LevelState & { dueAt: number } => l.status === 'pending' && l.dueAt !== undefined)
    .sort((a, b) => a.dueAt - b.dueAt || a.level - b.level)[0];
  const rule = due && incident.policy.levels.find((l) => l.level === due.level);
  return due && rule ? { ...due, rule } : undefined;
}
