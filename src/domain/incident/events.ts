/** What happened to an incident. State is the fold of these; the timeline is these with who, when and why. */
import type { Text } from '../../lib/text.ts';
import type { Policy, Target } from '../catalog/model.ts';
import type { Status } from './model.ts';

/** A severity as it was when it was chosen: old incidents stay readable when the scale changes. */
export interface SeverityFacts {
  readonly severity: string;
  readonly label: string;
  readonly rank: number;
  readonly respondWithin: number;
}

export type IncidentEvent =
  | { readonly type: 'chat.failed'; readonly what: string; readonly reason: string }
  | ({
      readonly type: 'incident.declared';
      readonly id: number;
      readonly by: string;
      readonly title: string;
      readonly description?: string;
      readonly service: string;
      readonly serviceTitle: string;
      readonly impact?: string;
      readonly customers?: string;
      readonly policy: Policy;
      readonly runbooks: readonly { readonly id: string; readonly name: string }[];
      /** Guard of the duplicate window; absent when declared apart on purpose. */
      readonly window?: string;
    } & SeverityFacts)
  | { readonly type: 'window.closed' }
  | { readonly type: 'incident.joined'; readonly by: string }
  | {
      readonly type: 'incident.acknowledged';
      readonly by: string;
      readonly until: number;
      readonly via: 'slack' | 'pagerduty';
    }
  | { readonly type: 'ack.renewed'; readonly until: number }
  | { readonly type: 'ack.lapsed'; readonly by: string }
  | ({
      readonly type: 'severity.changed';
      readonly by: string;
      readonly from: string;
      readonly reason?: string;
      /** Runbooks that fit it. */
      readonly runbooks?: readonly { readonly id: string; readonly name: string }[];
    } & SeverityFacts)
  | {
      readonly type: 'status.changed';
      readonly by: string;
      readonly from: Status;
      readonly to: Status;
      readonly reason?: string;
    }
  | {
      readonly type: 'incident.resolved';
      readonly by: string;
      readonly summary?: string;
      readonly via: 'slack' | 'pagerduty';
    }
  | { readonly type: 'incident.reopened'; readonly by: string; readonly reason?: string }
  | {
      readonly type: 'update.posted';
      readonly by: string;
      readonly text: string;
      readonly eta?: string;
      readonly audience: 'internal' | 'public';
      /** The message as rendered from the template. */
      readonly rendered: string;
    }
  | { readonly type: 'update.promised'; readonly at: number }
  | { readonly type: 'update.missed'; readonly dueAt: number }
  | { readonly type: 'level.scheduled'; readonly level: number; readonly dueAt: number }
  | { readonly type: 'level.unscheduled'; readonly level: number }
  | {
      readonly type: 'level.reached';
      readonly level: number;
      readonly reason: string;
      /** Those it pages that were not paged before. */
      readonly page: readonly Target[];
      readonly by?: string;
    }
  | { readonly type: 'level.superseded'; readonly level: number; readonly by: number }
  | { readonly type: 'level.passed-over'; readonly level: number; readonly reason: string }
  | {
      readonly type: 'page.begun';
      readonly target: Target;
      readonly level: number;
      readonly dedupKey: string;
      readonly reason: string;
    }
  | {
      readonly type: 'page.accepted';
      readonly target: Target;
      readonly people: readonly string[];
      readonly slack: readonly string[];
      readonly routingKey: string | null;
      /** Milliseconds it took, when people were told that it did not work. */
      readonly after?: number;
    }
  | {
      /** PagerDuty did not take the page: they are told in Slack instead. */
      readonly type: 'page.told';
      readonly target: Target;
      readonly people: readonly string[];
      readonly slack: readonly string[];
    }
  | { readonly type: 'page.unreached'; readonly target: Target }
  | { readonly type: 'page.confirmed'; readonly target: Target; readonly after?: number }
  | { readonly type: 'page.acknowledged'; readonly target: Target; readonly by?: string }
  | {
      readonly type: 'page.resolved';
      readonly target: Target;
      readonly by?: string;
      /** Closed in PagerDuty, which did not end the incident. */
      readonly stillOpen?: true;
    }
  | { readonly type: 'page.failed'; readonly target: Target; readonly reason: string }
  | { readonly type: 'page.late'; readonly target: Target; readonly seconds: number }
  /** The alert may stand in PagerDuty and could not be changed there. */
  | {
      readonly type: 'page.stuck';
      readonly target: Target;
      readonly action: 'acknowledge' | 'resolve';
      readonly reason: string;
    }
  | { readonly type: 'outage.declared' }
  | { readonly type: 'customers.notified'; readonly rendered: string; readonly channel?: string }
  | { readonly type: 'channel.opened'; readonly id: string; readonly name: string }
  | {
      readonly type: 'card.posted';
      readonly surface: 'announce' | 'incident';
      readonly channel: string;
      readonly ts: string;
    }
  | { readonly type: 'run.asked'; readonly by: string; readonly runbook: string; readonly name: string }
  | { readonly type: 'run.began'; readonly run: number; readonly runbook: string; readonly name: string }
  | { readonly type: 'run.said'; readonly run: number; readonly text: Text }
  | { readonly type: 'incident.said'; readonly text: string; readonly channel?: string }
  | { readonly type: 'run.moved'; readonly run: number; readonly status: string; readonly line?: string };

export type IncidentEventType = IncidentEvent['type'];
