/** What the simulated PagerDuty account holds: people, services, alerts, incidents, ringing phones. */

export type Severity = 'critical' | 'error' | 'warning' | 'info';
export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';
export type Urgency = 'high' | 'low';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Milliseconds since the epoch, world time. */
export interface Shift {
  readonly start: number;
  readonly end: number;
}

export interface OnCallEntry {
  readonly person: Person;
  /** Escalation level; the lowest one present is notified first. */
  readonly level: number;
  /** Undefined: always on call. */
  readonly shift: Shift | undefined;
}

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly policyId: string;
  readonly scheduleId: string;
  readonly integrationId: string;
  readonly onCall: OnCallEntry[];
}

/** Who did it: a person in PagerDuty, the integration an event came through, or the service itself (a time-out). */
export type Agent =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'integration'; readonly service: Service }
  | { readonly kind: 'service'; readonly service: Service };

export interface Client {
  readonly name: string;
  readonly url: string | undefined;
}

export interface Alert {
  readonly id: string;
  readonly routingKey: string;
  readonly dedupKey: string;
  readonly incidentId: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly source: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  status: IncidentStatus;
  /** How many trigger events folded into it, the first included. */
  triggers: number;
}

export interface LogEntry {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly agent: Agent;
  readonly to?: Person;
}

export interface Incident {
  readonly id: string;
  readonly number: number;
  readonly incidentKey: string;
  readonly service: Service;
  readonly urgency: Urgency;
  readonly client: Client | undefined;
  readonly createdAt: number;
  readonly log: LogEntry[];
  title: string;
  status: IncidentStatus;
  assignees: Person[];
  acknowledgements: { readonly at: number; readonly by: Agent }[];
  priority: string | undefined;
  updatedAt: number;
  resolvedAt: number | undefined;
}

/** One time a phone rang for an incident. Ringing while `stoppedAt` is undefined. */
export interface Call {
  readonly incidentId: string;
  readonly number: number;
  readonly dedupKey: string;
  readonly title: string;
  readonly urgency: Urgency;
  readonly at: number;
  stoppedAt?: number;
  stoppedBy?: 'acknowledged' | 'resolved' | 'reassigned';
}

export interface Phone {
  readonly name: string;
  readonly email: string;
  readonly calls: readonly Call[];
  /** The calls nobody has stopped. */
  readonly ringing: readonly Call[];
}

export const INCIDENT_EVENTS = [
  'incident.triggered',
  'incident.acknowledged',
  'incident.unacknowledged',
  'incident.resolved',
  'incident.reassigned',
  'incident.escalated',
  'incident.priority_updated',
] as const;
export type IncidentEventType = (typeof INCIDENT_EVENTS)[number];

export interface IncidentEvent {
  readonly type: IncidentEventType;
  readonly incident: Incident;
  readonly agent: Agent;
  readonly at: number;
}
