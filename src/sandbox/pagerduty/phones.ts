/** Whose phone rang, for what and until when: how a story shows who was woken. */
import type { Call, Incident, Person, Phone } from './model.ts';

export class Phones {
  readonly #calls = new Map<Person, Call[]>();

  ring(people: readonly Person[], incident: Incident, at: number): void {
    for (const person of people) {
      const calls = this.#calls.get(person) ?? [];
      this.#calls.set(person, calls);
      const call = {
        incidentId: incident.id,
        number: incident.number,
        dedupKey: incident.incidentKey,
        title: incident.title,
        urgency: incident.urgency,
        at,
      };
      calls.push(call);
    }
  }

  stop(incident: Incident, by: NonNullable<Call['stoppedBy']>, at: number): void {
    for (const calls of this.#calls.values()) {
      for (const call of calls) {
        if (call.incidentId !== incident.id || call.stoppedAt !== undefined) continue;
        call.stoppedAt = at;
        call.stoppedBy = by;
      }
    }
  }

  /** Everybody who was ever called, in the order of their first call. */
  all(): Phone[] {
    return [...this.#calls].map(([{ name, email }, calls]) => ({
      name,
      email,
      calls: calls.map((c) => ({ ...c })),
      ringing: calls.filter((c) => c.stoppedAt === undefined).map((c) => ({ ...c })),
    }));
  }
}
