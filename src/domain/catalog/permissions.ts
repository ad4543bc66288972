/** org/permissions.yaml: groups, which verbs are theirs, and the gate of a mutating step that names none. */
import { z } from 'zod';
import { duration, oneOrMore, slug, text } from '../../lib/yaml/fields.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { type Approval, type Group, VERBS, type Verb } from './model.ts';
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
  defaultApproval: z.strictObject({
    from: oneOrMore(slug),
    min: z.int().min(1).max(10).default(1),
    requester: z.boolean().default(false),
    expires: duration({ min: 30_000, max: 86_400_000 }).default(600_000),
  }),
});

export interface PermissionsFile {
  readonly groups: Readonly<Record<string, Group>>;
  readonly permissions: Readonly<Partial<Record<Verb, readonly string[]>>>;
  readonly defaultApproval: Approval;
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
  const { from, min } = written.defaultApproval;
  knownGroups(source, ['defaultApproval', 'from'], from, names);
  reachable(source, ['defaultApproval', 'min'], from, min, written.groups);
  return {
    groups: Object.fromEntries(
      Object.entries(written.groups).map(([name, { people: members, slackGroup: id }]) => [
        name,
        { name, people: members, ...(id ? { slackGroup: id } : {}) },
      ]),
    ),
    permissions: written.verbs,
    defaultApproval: written.defaultApproval,
  };
}

function knownGroups(
  source: Source,
  path: readonly string[],
  listed: readonly string[],
  known: readonly string[],
): void {
  for (const name of listed) {
    if (!known.includes(name))
      source.inside(path, name, `there is no group ${JSON.stringify(name)}`, suggest(name, known));
  }
}

/** A gate that needs more people than its groups can have would never open. Slack's groups are not known here. */
function reachable(
  source: Source,
  path: readonly string[],
  from: readonly string[],
  min: number,
  groups: Readonly<Record<string, { slackGroup?: string | undefined; people: readonly string[] }>>,
): void {
  const listed = from.map((name) => groups[name]);
  if (listed.some((group) => group === undefined || group.slackGroup !== undefined)) return;
  const people = new Set(listed.flatMap((group) => group?.people ?? []));
  if (people.size < min)
    source.value(path, `${min} people must agree, but there are only ${people.size}`, `write at most ${people.size}`);
}
