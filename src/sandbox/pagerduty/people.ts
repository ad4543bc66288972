/** What a person does in PagerDuty's own app: the webhook follows. */
import type { Account } from './account.ts';
import type { Incidents } from './incidents.ts';
import type { Agent, Incident } from './model.ts';
import type { PRIORITIES } from './resources.ts';

export type IncidentRef = string | number;

/** Each resolves once the webhooks that follow were sent (or held, or put off for a retry). */
export interface ActingPerson {
  acknowledge(ref: IncidentRef): Promise<Incident>;
  resolve(ref: IncidentRef): Promise<Incident>;
  /** The acknowledgement is withdrawn, as by a time-out: phones ring again. */
  unacknowledge(ref: IncidentRef): Promise<Incident>;
  /** By e-mail; an unknown address is a new user. */
  reassign(ref: IncidentRef, emails: readonly string[]): Promise<Incident>;
  escalate(ref: IncidentRef): Promise<Incident>;
  setPriority(ref: IncidentRef, priority: (typeof PRIORITIES)[number] | undefined): Promise<Incident>;
}

export function actingPerson(
  email: string,
  account: Account,
  incidents: Incidents,
  settled: () => Promise<void>,
): ActingPerson {
  const person = account.findPerson(email);
  if (!person) throw new Error(`${email} is not a user of the simulated PagerDuty account.`);
  const agent: Agent = { kind: 'person', person };
  const act = async (ref: IncidentRef, change: (incident: Incident) => void): Promise<Incident> => {
    const incident = incidents.find(ref);
    if (!incident) throw new Error(`There is no PagerDuty incident ${ref}.`);
    change(incident);
    await settled();
    return incident;
  };
  return {
    acknowledge: (ref) => act(ref, (i) => incidents.acknowledge(i, agent)),
    resolve: (ref) => act(ref, (i) => incidents.resolve(i, agent)),
    unacknowledge: (ref) => act(ref, (i) => incidents.unacknowledge(i, { kind: 'service', service: i.service })),
    reassign: (ref, emails) =>
      act(ref, (i) =>
        incidents.reassign(
          i,
          emails.map((e) => account.person(e, e)),
          agent,
        ),
      ),
    escalate: (ref) => act(ref, (i) => incidents.escalate(i, agent)),
    setPriority: (ref, priority) => act(ref, (i) => incidents.setPriority(i, priority, agent)),
  };
}
