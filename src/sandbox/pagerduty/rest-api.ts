/** REST API v2, the part an incident bot uses: who is on call, who is who, and what became of an incident. */
import type { SimReply, SimRequest } from '../http/server.ts';
import * as show from './resources.ts';
import type { RestContext } from './rest-context.ts';
import { failure, found, invalidInput, notFound, paged } from './rest-replies.ts';
import { updateIncident } from './rest-update.ts';
import { subscription } from './subscription-resource.ts';

function listOnCalls(api: RestContext, query: URLSearchParams): SimReply {
  const since = query.has('since') ? Date.parse(query.get('since') ?? '') : api.now();
  const until = query.has('until') ? Date.parse(query.get('until') ?? '') : since;
  if (Number.isNaN(since) || Number.isNaN(until)) return invalidInput('since and until must be ISO 8601 dates.');
  if (until < since) return invalidInput('until cannot be before since.');
  const wanted = (name: string, id: string) => !query.has(name) || query.getAll(name).includes(id);
  const all = api.account.services
    .filter((s) => wanted('escalation_policy_ids[]', s.policyId) && wanted('schedule_ids[]', s.scheduleId))
    .flatMap((s) => api.account.onCall(s, since, until).map((e) => ({ s, e })))
    .filter(({ e }) => wanted('user_ids[]', e.person.id))
    .sort((a, b) => a.e.level - b.e.level)
    .map(({ s, e }) => show.onCall(s, e));
  return paged('oncalls', all, query);
}

function listUsers(api: RestContext, query: URLSearchParams): SimReply {
  const text = (query.get('query') ?? '').toLowerCase();
  const all = api.account.people.filter((p) => `${p.name} ${p.email}`.toLowerCase().includes(text));
  return paged('users', all.map(show.person), query);
}

function listIncidents(api: RestContext, query: URLSearchParams): SimReply {
  const wanted = (name: string, value: string) => !query.has(name) || query.getAll(name).includes(value);
  const all = api.incidents.incidents.filter(
    (i) =>
      wanted('incident_key', i.incidentKey) &&
      wanted('statuses[]', i.status) &&
      wanted('service_ids[]', i.service.id) &&
      wanted('urgencies[]', i.urgency),
  );
  return paged('incidents', all.map(show.incident), query);
}

function listSubscriptions(api: RestContext, query: URLSearchParams): SimReply {
  const all = api.webhooks.subscriptions().map((s) => subscription(s, api.now()));
  return paged('webhook_subscriptions', all, query);
}

function incidentRoute(api: RestContext, req: SimRequest, id: string, rest: string | undefined): SimReply {
  const incident = api.incidents.find(id);
  if (!incident) return notFound();
  switch (`${req.method} ${rest ?? ''}`) {
    case 'GET ':
      return found('incident', show.incident(incident));
    case 'PUT ':
      return updateIncident(api, incident, req);
    case 'GET log_entries':
      return paged('log_entries', incident.log.map((e) => show.logEntry(incident, e)).reverse(), req.query);
    case 'GET alerts':
      return paged(
        'alerts',
        api.incidents.alerts
          .filter((a) => a.incidentId === incident.id)
          .map((a) => ({ id: a.id, type: 'alert', status: a.status, alert_key: a.dedupKey, summary: a.summary })),
        req.query,
      );
    default:
      return notFound();
  }
}

function route(api: RestContext, req: SimRequest): SimReply {
  const [resource = '', id, rest, more] = req.path.split('/').slice(1);
  if (more !== undefined) return notFound();
  if (resource === 'incidents' && id) return incidentRoute(api, req, id, rest);
  if (req.method !== 'GET' || rest !== undefined) return notFound();
  if (id === undefined) {
    switch (resource) {
      case 'oncalls':
        return listOnCalls(api, req.query);
      case 'users':
        return listUsers(api, req.query);
      case 'incidents':
        return listIncidents(api, req.query);
      case 'services':
        return paged('services', api.account.services.map(show.service), req.query);
      case 'priorities':
        return paged('priorities', show.PRIORITIES.map(show.priorityRef), req.query);
      case 'webhook_subscriptions':
        return listSubscriptions(api, req.query);
      case 'abilities':
        return found('abilities', ['teams', 'advanced_reports', 'manage_schedules', 'urgencies']);
      default:
        return notFound();
    }
  }
  const user = resource === 'users' ? api.account.people.find((p) => p.id === id) : undefined;
  if (user) return found('user', show.person(user));
  const service = resource === 'services' ? api.account.services.find((s) => s.id === id) : undefined;
  return service ? found('service', show.service(service)) : notFound();
}

export function rest(api: RestContext, req: SimRequest): SimReply {
  if (req.headers.authorization !== `Token token=${api.token}`) {
    return failure(401, 'Unauthorized', 2006, ['Caller did not supply the correct credentials.']);
  }
  const allowed = api.limit.take(api.token);
  const headers = {
    'ratelimit-limit': String(allowed.limit),
    'ratelimit-remaining': String(allowed.remaining),
    'ratelimit-reset': String(allowed.resetSeconds),
  };
  const reply = allowed.ok ? route(api, req) : failure(429, 'Rate Limit Exceeded', 2020, []);
  return { ...reply, headers };
}
