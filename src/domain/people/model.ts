/** Who may do what, and who somebody is: pure look-ups in the catalog. */
import { group, joined, say, type Text } from '../../lib/text.ts';
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
