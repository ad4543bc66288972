/** The life of alerts and incidents, with PagerDuty's own deduplication: one open alert per routing key and dedup key. */
import type { Account } from './account.ts';
import type { Agent, Alert, Client, Incident, IncidentEvent, IncidentEventType, Person, Severity } from './model.ts';
import type { Phones } from './phones.ts';

export interface TriggerEvent {
  readonly routingKey: string;
  readonly dedupKey: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly source: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly client: Client | undefined;
}

/** Our own convention on top of PagerDuty: an event may name the people to notify instead of the service's on-call. */
function namedResponders(details: Readonly<Record<string, unknown>>): { name: string; email: string }[] {
  if (!Array.isArray(details.responders)) return [];
  return details.responders.flatMap((r: unknown) => {
    const { name, email } = (r ?? {}) as { name?: unknown; email?: unknown };
    return typeof email === 'string' ? [{ email, name: typeof name === 'string' ? name : email }] : [];
  });
}

export class Incidents {
  readonly alerts: Alert[] = [];
  readonly incidents: Incident[] = [];
  readonly #account: Account;
  readonly #phones: Phones;
  readonly #now: () => number;
  readonly #tell: (event: IncidentEvent) => void;

  constructor(account: Account, phones: Phones, now: () => number, tell: (event: IncidentEvent) => void) {
    this.#account = account;
    this.#phones = phones;
    this.#now = now;
    this.#tell = tell;
  }

  find(ref: string | number): Incident | undefined {
    return this.incidents.find((i) => i.id === ref || i.number === Number(ref));
  }

  openAlert(routingKey: string, dedupKey: string): Alert | undefined {
    return this.alerts.find((a) => a.routingKey === routingKey && a.dedupKey === dedupKey && a.status !== 'resolved');
  }

  trigger(event: TriggerEvent): void {
    const open = this.openAlert(event.routingKey, event.dedupKey);
    if (open) {
      open.triggers += 1;
      return;
    }
    const service = this.#account.serviceOf(event.routingKey);
    if (!service) return;
    const at = this.#now();
    const named = namedResponders(event.details).map((r) => this.#account.person(r.email, r.name));
    const assignees = named.length > 0 ? named : this.#account.nextLevel(service, at);
    const incident: Incident = {
      id: this.#account.ids.next('incident', 'Q', 14),
      number: this.incidents.length + 1,
      incidentKey: event.dedupKey,
      service,
      urgency: event.severity === 'critical' || event.severity === 'error' ? 'high' : 'low',
      client: event.client,
      createdAt: at,
      log: [],
      title: event.summary,
      status: 'triggered',
      assignees,
      acknowledgements: [],
      priority: undefined,
      updatedAt: at,
      resolvedAt: undefined,
    };
    const { routingKey, dedupKey, summary, severity, source, details } = event;
    this.alerts.push({
      id: this.#account.ids.next('alert', 'Q', 14),
      incidentId: incident.id,
      ...{ routingKey, dedupKey, summary, severity, source, details },
      createdAt: at,
      status: 'triggered',
      triggers: 1,
    });
    this.incidents.push(incident);
    this.#happened('incident.triggered', incident, { kind: 'integration', service });
    this.#notify(incident, assignees);
  }

  acknowledge(incident: Incident, agent: Agent): void {
    const same = (a: Agent) =>
      a.kind === agent.kind && (a.kind !== 'person' || agent.kind !== 'person' || a.person === agent.person);
    if (incident.status === 'resolved' || incident.acknowledgements.some((a) => same(a.by))) return;
    incident.acknowledgements.push({ at: this.#now(), by: agent });
    this.#become(incident, 'acknowledged');
    this.#phones.stop(incident, 'acknowledged', this.#now());
    this.#happened('incident.acknowledged', incident, agent);
  }

  /** The acknowledgement ran out: phones ring again. */
  unacknowledge(incident: Incident, agent: Agent): void {
    if (incident.status !== 'acknowledged') return;
    incident.acknowledgements = [];
    this.#become(incident, 'triggered');
    this.#happened('incident.unacknowledged', incident, agent);
    this.#notify(incident, incident.assignees);
  }

  resolve(incident: Incident, agent: Agent): void {
    if (incident.status === 'resolved') return;
    incident.resolvedAt = this.#now();
    this.#become(incident, 'resolved');
    this.#phones.stop(incident, 'resolved', this.#now());
    this.#happened('incident.resolved', incident, agent);
  }

  reassign(incident: Incident, to: readonly Person[], agent: Agent): void {
    this.#hand('incident.reassigned', incident, to, agent);
  }

  /** To the next level that has somebody on call; to the same people again when there is none. */
  escalate(incident: Incident, agent: Agent): void {
    const levels = incident.service.onCall.filter((e) => incident.assignees.includes(e.person)).map((e) => e.level);
    const next = this.#account.nextLevel(incident.service, this.#now(), Math.max(0, ...levels));
    this.#hand('incident.escalated', incident, next.length > 0 ? next : incident.assignees, agent);
  }

  setPriority(incident: Incident, priority: string | undefined, agent: Agent): void {
    if (incident.priority === priority) return;
    incident.priority = priority;
    this.#happened('incident.priority_updated', incident, agent);
  }

  #hand(type: 'incident.reassigned' | 'incident.escalated', incident: Incident, to: readonly Person[], agent: Agent) {
    if (incident.status === 'resolved') return;
    this.#phones.stop(incident, 'reassigned', this.#now());
    incident.assignees = [...to];
    incident.acknowledgements = [];
    this.#become(incident, 'triggered');
    this.#happened(type, incident, agent);
    this.#notify(incident, to);
  }

  #become(incident: Incident, status: Incident['status']): void {
    incident.status = status;
    for (const alert of this.alerts) if (alert.incidentId === incident.id) alert.status = status;
  }

  #notify(incident: Incident, people: readonly Person[]): void {
    this.#phones.ring(people, incident, this.#now());
    for (const to of people) {
      this.#log(incident, 'notify_log_entry', { kind: 'service', service: incident.service }, to);
    }
  }

  #happened(type: IncidentEventType, incident: Incident, agent: Agent): void {
    incident.updatedAt = this.#now();
    this.#log(incident, LOG_TYPES[type], agent);
    this.#tell({ type, incident, agent, at: this.#now() });
  }

  #log(incident: Incident, type: string, agent: Agent, to?: Person): void {
    const id = this.#account.ids.next('log', 'R', 26);
    incident.log.push({ id, type, at: this.#now(), agent, ...(to ? { to } : {}) });
  }
}

const LOG_TYPES: Readonly<Record<IncidentEventType, string>> = {
  'incident.triggered': 'trigger_log_entry',
  'incident.acknowledged': 'acknowledge_log_entry',
  'incident.unacknowledged': 'unacknowledge_log_entry',
  'incident.resolved': 'resolve_log_entry',
  'incident.reassigned': 'assign_log_entry',
  'incident.escalated': 'escalate_log_entry',
  'incident.priority_updated': 'priority_change_log_entry',
};
