/** org/permissions.yaml: groups, and which verbs are theirs. */
import { z } from 'zod';
import { slug, text } from '../../lib/yaml/fields.ts';
import type { Path } from '../../lib/yaml/issue.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { type Group, VERBS, type Verb } from './model.ts';
import { knownPeople } from './people.ts';

const slackGroup = text(30).superRefine((value, context) => {
  if (!/^S[A-Z0-9]{2,20}$/.test(value)) {
    const instead = 'copy the id from Slack (People → User groups → ⋮ → Copy group ID): S0123ABCD';
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(value)} is not a Slack user group id`,
      params: { instead },
    });
  }
});

const schema = z.strictObject({
  groups: z.record(
    slug,
    z.strictObject({ slackGroup: slackGroup.optional(), people: z.array(slug).max(500).default([]) }),
  ),
  verbs: z.partialRecord(z.enum(VERBS), z.union([slug.transform((one) => [one]), z.array(slug).max(50)])).default({}),
});

export interface PermissionsFile {
  readonly groups: Readonly<Record<string, Group>>;
  readonly permissions: Readonly<Partial<Record<Verb, readonly string[]>>>;
}

export function readPermissions(source: Source, people: readonly string[] | undefined): PermissionsFile | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  const names = Object.keys(written.groups);
  for (const [name, group] of Object.entries(written.groups)) {
    if (people) knownPeople(source, ['groups', name], group.people, people);
    if (group.slackGroup === undefined && group.people.length === 0) {
      source.key(['groups', name], `nobody is in the group ${name}`, 'write its slackGroup, or list people');
    }
  }
  for (const [verb, groups] of Object.entries(written.verbs)) knownGroups(source, ['verbs', verb], groups ?? [], names);
  return {
    groups: Object.fromEntries(
      Object.entries(written.groups).map(([name, { people: members, slackGroup: id }]) => [
        name,
        { name, people: members, ...(id ? { slackGroup: id } : {}) },
      ]),
    ),
    permissions: written.verbs,
  };
}

export function knownGroups(source: Source, path: Path, listed: readonly string[], known: readonly string[]): void {
  for (const name of listed) {
    if (!known.includes(name))
      source.inside(path, name, `there is no group ${JSON.stringify(name)}`, suggest(name, known));
  }
}
