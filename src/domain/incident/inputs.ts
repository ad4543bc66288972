/** What can happen to an incident. Actors are on the Input; `person` is the id of people.yaml or the Slack id. */
import type { Input, Ref } from '../../engine/decision.ts';
import type { Text } from '../../lib/text.ts';
import type { Target } from '../catalog/model.ts';
import type { Status } from './model.ts';

export interface Declare {
  /** As typed: an alias is enough. */
  readonly severity: string;
  readonly title: string;
  readonly service?: string;
  readonly impact?: string;
  readonly customers?: string;
  /** The person was told about the one that is open and wants another. */
  readonly separate?: boolean;
  /** Slack channel it was typed in. */
  readonly from?: string;
}

/** `by` is the Slack id (mentions), `groups` what was read at the click. */
export interface By {
  readonly by: string;
  readonly groups: readonly string[];
}

export type IncidentInput =
  | Input<'incident.declare', Declare & By>
  | Input<'incident.ack', { forMs?: number } & By>
  | Input<'incident.severity', { severity: string; reason?: string } & By>
  | Input<'incident.state', { status: Status | 'reopened'; reason?: string } & By>
  | Input<'incident.update', { text: string; nextMs?: number; eta?: string; audience?: 'internal' | 'public' } & By>
  | Input<'incident.escalate', { to: number | 'next'; reason?: string } & By>
  | Input<'incident.resolve', { summary?: string } & By>
  | Input<'incident.join', By>
  /** `preview`: its changes are only planned, and shown. */
  | Input<'incident.run', { runbook: string; inputs?: Readonly<Record<string, string>>; preview?: true } & By>
  /** A level's time came. */
  | Input<'level.due', { level: number; generation: number; dueAt: number }>
  /** `lease` and `promise` number what the timer was armed for: a later one is not its business. */
  | Input<'ack.lapsed', { lease: number }>
  | Input<'window.closed', Record<string, never>>
  | Input<'update.due', { dueAt: number; promise: number }>
  | Input<
      'page.settled',
      {
        target: Target;
        generation: number;
        action: 'trigger' | 'acknowledge' | 'resolve';
        people: readonly string[];
        /** Name of the routing key it was sent with; null: the default one. */
        routingKey?: string | null;
      }
    >
  | Input<
      'page.failed',
      {
        target: Target;
        generation: number;
        /** @default trigger */
        action?: 'trigger' | 'acknowledge' | 'resolve';
        reason: string;
        permanent: boolean;
      }
    >
  /** Who stands behind a page that PagerDuty did not take. */
  | Input<'page.looked-up', { target: Target; generation: number; people: readonly string[] }>
  | Input<'page.overdue', { target: Target; generation: number }>
  /** PagerDuty tells what happened to one of our keys. */
  | Input<'pager.event', { event: 'triggered' | 'acknowledged' | 'resolved'; dedupKey: string; by?: string }>
  | Input<'chat.opened', { channel: string; name: string }>
  | Input<'chat.failed', { what: string; reason: string }>
  | Input<'chat.carded', { surface: 'announce' | 'incident'; channel: string; ts: string }>
  | Input<'run.began', { run: number; runbook: string; name: string; severity?: string }>
  /** A step of a run tells people something. */
  | Input<'run.says', { run: number; text: Text }>
  /** Anybody else who should be woken. */
  | Input<'incident.page', { target: Target; reason?: string } & By>
  | Input<'incident.say', { text: string; channel?: string } & By>
  | Input<'run.moved', { run: number; status: string; line?: string }>;

export const incident = (id: number): Ref => ({ kind: 'incident', id });
