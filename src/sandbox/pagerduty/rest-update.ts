/** `PUT /incidents/{id}`: acts in the name of the user in the `From:` header. */
import type { SimReply, SimRequest } from '../http/server.ts';
import type { Incident, Person } from './model.ts';
import * as show from './resources.ts';
import type { RestContext } from './rest-context.ts';
import { found, invalidInput } from './rest-replies.ts';

interface Changes {
  readonly status?: unknown;
  readonly title?: unknown;
  readonly priority?: { readonly id?: unknown } | null;
  readonly assignments?: readonly { readonly assignee?: { readonly id?: unknown } }[];
}

export function updateIncident(api: RestContext, incident: Incident, req: SimRequest): SimReply {
  const from = req.headers.from;
  if (!from) return invalidInput('Requester User Not Found: the From header is required.');
  const person = api.account.findPerson(from);
  if (!person) return invalidInput('Requester User Not Found');
  const wanted = (req.body as { incident?: Changes } | undefined)?.incident;
  if (typeof wanted !== 'object' || wanted === null) return invalidInput('Incident is missing.');
  const { status, title, assignments } = wanted;
  if (status !== undefined && status !== 'acknowledged' && status !== 'resolved') {
    return invalidInput('Status must be acknowledged or resolved.');
  }
  if (status !== undefined && incident.status === 'resolved') return invalidInput('Incident Already Resolved');
  const priority = show.PRIORITIES.find((name) => `PRIO${name}` === wanted.priority?.id);
  if (wanted.priority && !priority) return invalidInput('Priority not found.');
  const people = (assignments ?? []).map((a) => api.account.people.find((p) => p.id === a.assignee?.id));
  if (people.includes(undefined)) return invalidInput('Assignee not found.');

  const agent = { kind: 'person', person } as const;
  if (typeof title === 'string' && title !== '') incident.title = title;
  if (assignments) api.incidents.reassign(incident, people as Person[], agent);
  if (wanted.priority !== undefined) api.incidents.setPriority(incident, priority, agent);
  if (status === 'acknowledged') api.incidents.acknowledge(incident, agent);
  if (status === 'resolved') api.incidents.resolve(incident, agent);
  return found('incident', show.incident(incident));
}
