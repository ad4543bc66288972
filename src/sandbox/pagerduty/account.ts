/** The people and services of the simulated account, and who is on call for what. */
import { Ids } from './ids.ts';
import type { OnCallEntry, Person, Service, Shift } from './model.ts';

export interface RoutingKeySetup {
  readonly service: string;
  /** Who is on call. Two keys with the same service name share one service. */
  readonly users: readonly {
    readonly name: string;
    readonly email: string;
    /** PagerDuty user id. @default one is made */
    readonly id?: string;
    /** @default 1 */
    readonly level?: number;
    /** @default always */
    readonly shift?: Shift;
  }[];
}

const onDuty = (entry: OnCallEntry, from: number, to: number): boolean =>
  entry.shift === undefined || (entry.shift.start <= to && entry.shift.end > from);

export class Account {
  readonly ids = new Ids();
  readonly people: Person[] = [];
  readonly services: Service[] = [];
  readonly #byKey = new Map<string, Service>();

  constructor(routingKeys: Readonly<Record<string, RoutingKeySetup>>) {
    for (const [key, setup] of Object.entries(routingKeys)) this.addRoutingKey(key, setup);
  }

  addRoutingKey(key: string, setup: RoutingKeySetup): Service {
    let service = this.services.find((s) => s.name === setup.service);
    if (!service) {
      service = {
        id: this.ids.next('service', 'P', 7),
        name: setup.service,
        policyId: this.ids.next('policy', 'P', 7),
        scheduleId: this.ids.next('schedule', 'P', 7),
        integrationId: this.ids.next('integration', 'P', 7),
        onCall: [],
      };
      this.services.push(service);
    }
    for (const u of setup.users) {
      const person = this.person(u.email, u.name, u.id);
      service.onCall.push({ person, level: u.level ?? 1, shift: u.shift });
    }
    this.#byKey.set(key, service);
    return service;
  }

  /** Finds somebody by e-mail; a new address is a new user. */
  person(email: string, name: string, id?: string): Person {
    const known = this.findPerson(email);
    if (known) return known;
    const person = { id: id ?? this.ids.next('user', 'P', 7), name, email };
    this.people.push(person);
    return person;
  }

  findPerson(emailOrId: string): Person | undefined {
    return this.people.find((p) => p.id === emailOrId || p.email.toLowerCase() === emailOrId.toLowerCase());
  }

  serviceOf(routingKey: string): Service | undefined {
    return this.#byKey.get(routingKey);
  }

  onCall(service: Service, from: number, to: number): OnCallEntry[] {
    return service.onCall.filter((e) => onDuty(e, from, to));
  }

  /** Those of the lowest level above `above` that has anybody on duty. */
  nextLevel(service: Service, at: number, above = 0): Person[] {
    const duty = this.onCall(service, at, at).filter((e) => e.level > above);
    const level = Math.min(...duty.map((e) => e.level));
    return duty.filter((e) => e.level === level).map((e) => e.person);
  }
}
