/** Who may do what, and who somebody is: pure look-ups in the catalog. */
import { group, joined, person, say, type Text } from '../../lib/text.ts';
import type { Catalog, Person, Verb } from '../catalog/model.ts';

/** Groups a verb asks for; none means everyone. */
export function groupsFor(catalog: Catalog, verb: Verb): readonly string[] {
  return catalog.permissions[verb] ?? [];
}

/** `groups` is what was read at the click. */
export function permitted(catalog: Catalog, verb: Verb, groups: readonly string[]): boolean {
  const needed = groupsFor(catalog, verb);
  return needed.length === 0 || needed.some((g) => groups.includes(g));
}

export function personBySlack(catalog: Catalog, slack: string): Person | undefined {
  return catalog.people.find((p) => p.slack === slack);
}

/** The person's id where people.yaml knows the Slack id, the Slack id otherwise. */
export function personId(catalog: Catalog, slack: string): string {
  return personBySlack(catalog, slack)?.id ?? slack;
}

/** `sre (@sre-group)`: who can, for refusals. */
export function nameGroups(catalog: Catalog, names: readonly string[]): Text {
  return joined(
    names.map((n) => {
      const slackGroup = catalog.groups[n]?.slackGroup;
      return slackGroup ? say`${n} (${group(slackGroup)})` : say`${n}`;
    }),
    ', ',
  );
}

/** To be mentioned where Slack knows them. */
export function mention(catalog: Catalog, id: string): Text {
  const slack = catalog.people.find((p) => p.id === id)?.slack ?? id;
  return /^[UW][A-Z0-9]+$/.test(slack) ? say`${person(slack)}` : say`${slack}`;
}

export function mentions(catalog: Catalog, ids: readonly string[]): Text {
  const texts = ids.map((id) => mention(catalog, id));
  return texts.length === 0 ? say`nobody` : joined(texts, ' and ');
}

/** Ids of people.yaml behind a target; who is on call right now is not known to a rule, so a rota stands for itself. */
export function peopleBehind(catalog: Catalog, target: string): readonly string[] {
  const [kind, name = ''] = target.split(':');
  if (kind === 'role') return catalog.roles[name]?.people ?? [];
  return kind === 'person' && catalog.people.some((p) => p.id === name) ? [name] : [];
}
