/** How people, services and incidents look in REST answers and in webhooks. */
import type { Agent, Incident, LogEntry, OnCallEntry, Person, Service } from './model.ts';

const API = 'https://api.pagerduty.com';
const WEB = 'https://tocsin-sandbox.pagerduty.com';

type Json = Record<string, unknown>;

export const iso = (ms: number): string => new Date(ms).toISOString();

function reference(type: string, id: string, summary: string, path: string): Json {
  return { id, type: `${type}_reference`, summary, self: `${API}/${path}/${id}`, html_url: `${WEB}/${path}/${id}` };
}

export const personRef = (p: Person): Json => reference('user', p.id, p.name, 'users');
export const serviceRef = (s: Service): Json => reference('service', s.id, s.name, 'services');
export const policyRef = (s: Service): Json =>
  reference('escalation_policy', s.policyId, `${s.name} escalation`, 'escalation_policies');
const scheduleRef = (s: Service): Json => reference('schedule', s.scheduleId, `${s.name} on-call`, 'schedules');

export function agentRef(agent: Agent): Json {
  switch (agent.kind) {
    case 'person':
      return personRef(agent.person);
    case 'integration':
      return reference('inbound_integration', agent.service.integrationId, 'Events API V2', 'integrations');
    case 'service':
      return serviceRef(agent.service);
  }
}

export const PRIORITIES = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;

export function priorityRef(name: string): Json {
  return { ...reference('priority', `PRIO${name}`, name, 'priorities'), name };
}

export const person = (p: Person): Json => ({
  ...personRef(p),
  type: 'user',
  name: p.name,
  email: p.email,
  time_zone: 'Etc/UTC',
  role: 'user',
  job_title: null,
  teams: [],
  contact_methods: [],
  notification_rules: [],
});

export const service = (s: Service): Json => ({
  ...serviceRef(s),
  type: 'service',
  name: s.name,
  status: 'active',
  escalation_policy: policyRef(s),
  teams: [],
  integrations: [reference('events_api_v2_inbound_integration', s.integrationId, 'Events API V2', 'integrations')],
});

export const onCall = (s: Service, e: OnCallEntry): Json => ({
  user: personRef(e.person),
  schedule: scheduleRef(s),
  escalation_policy: policyRef(s),
  escalation_level: e.level,
  start: e.shift ? iso(e.shift.start) : null,
  end: e.shift ? iso(e.shift.end) : null,
});

export const logEntry = (i: Incident, e: LogEntry): Json => ({
  ...reference('log_entry', e.id, e.type.replace('_log_entry', ''), 'log_entries'),
  type: e.type,
  created_at: iso(e.at),
  agent: agentRef(e.agent),
  incident: incidentRef(i),
  service: serviceRef(i.service),
  ...(e.to
    ? { user: personRef(e.to), channel: { type: 'auto', notification: { type: 'push', status: 'success' } } }
    : {}),
});

const incidentRef = (i: Incident): Json => reference('incident', i.id, `[#${i.number}] ${i.title}`, 'incidents');

/** The REST form. */
export const incident = (i: Incident): Json => ({
  ...incidentRef(i),
  type: 'incident',
  incident_number: i.number,
  title: i.title,
  status: i.status,
  incident_key: i.incidentKey,
  created_at: iso(i.createdAt),
  updated_at: iso(i.updatedAt),
  resolved_at: i.resolvedAt === undefined ? null : iso(i.resolvedAt),
  urgency: i.urgency,
  priority: i.priority === undefined ? null : priorityRef(i.priority),
  service: serviceRef(i.service),
  escalation_policy: policyRef(i.service),
  assignments:
    i.status === 'resolved' ? [] : i.assignees.map((p) => ({ at: iso(i.createdAt), assignee: personRef(p) })),
  acknowledgements: i.acknowledgements.map((a) => ({ at: iso(a.at), acknowledger: agentRef(a.by) })),
  teams: [],
  alert_counts: { all: 1, triggered: i.status === 'resolved' ? 0 : 1, resolved: i.status === 'resolved' ? 1 : 0 },
  is_mergeable: true,
});

/** The webhook form: other names for the same things (`number`, `assignees`). */
export const webhookIncident = (i: Incident): Json => ({
  id: i.id,
  type: 'incident',
  self: `${API}/incidents/${i.id}`,
  html_url: `${WEB}/incidents/${i.id}`,
  number: i.number,
  status: i.status,
  incident_key: i.incidentKey,
  created_at: iso(i.createdAt),
  title: i.title,
  service: serviceRef(i.service),
  assignees: i.status === 'resolved' ? [] : i.assignees.map(personRef),
  escalation_policy: policyRef(i.service),
  teams: [],
  priority: i.priority === undefined ? null : priorityRef(i.priority),
  urgency: i.urgency,
  conference_bridge: null,
  resolve_reason: null,
  incident_type: { name: 'incident_default' },
});
