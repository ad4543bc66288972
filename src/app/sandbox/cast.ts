/** Who a visitor of the sandbox can be: the people the workflows name, by what they are there, and one without rights. */
import type { Catalog, Person } from '../../domain/catalog/model.ts';
import { who as behind } from '../../domain/oncall/targets.ts';
import type { CastMember } from '../../sandbox/control/wire.ts';

export const VISITOR = { id: 'U0VIEWER', name: 'nora', realName: 'Nora Quist (Sales)' } as const;

const ROLES: readonly { readonly role: string; readonly title: string; readonly note: string }[] = [
  { role: 'lead-engineer', title: 'Engineering lead', note: 'Paged at level 2. May run and steer an incident.' },
  { role: 'manager', title: 'Engineering manager', note: 'Paged at level 2. May run an incident, approves nothing.' },
  { role: 'director', title: 'Director', note: 'Paged at level 3, when nothing is resolved after 15 minutes.' },
];

/** In the order a story needs them. */
export function castOf(catalog: Catalog, now: number): readonly CastMember[] {
  const cast: CastMember[] = [];
  const add = (p: Person | undefined, title: string, note: string) => {
    if (p && !cast.some((c) => c.id === p.slack)) cast.push({ id: p.slack, title, note });
  };
  const byId = (id: string | undefined) => catalog.people.find((p) => p.id === id);
  const [rota] = Object.values(catalog.rotas);
  const onCall = rota && behind(catalog, `oncall:${rota.name}`, now).people[0];
  add(onCall, 'On-call engineer', 'Paged first. In the SRE group: may ask for changes and approve those of others.');
  for (const id of rota?.people ?? []) {
    add(byId(id), 'SRE', 'In the SRE group: may ask for changes and approve those of others. Not on call today.');
  }
  for (const { role, title, note } of ROLES) {
    add(byId(catalog.roles[role]?.people[0]), title, note);
  }
  cast.push({ id: VISITOR.id, title: 'Sales, without rights', note: 'May pull the alarm and look, like everybody.' });
  return cast;
}
