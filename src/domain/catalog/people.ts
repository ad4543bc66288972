/** org/people.yaml: who there is, how to reach them, and which roles they hold. */
import { z } from 'zod';
import { oneOrMore, slug, text } from '../../lib/yaml/fields.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Person, Role } from './model.ts';

const matching = (pattern: RegExp, what: string, instead: string) =>
  text(120).superRefine((value, context) => {
    if (!pattern.test(value)) {
      context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is not ${what}`, params: { instead } });
    }
  });

/** The secret itself stays in the environment; a file in Git only names it. */
export const secretName = matching(
  /^[A-Z][A-Z0-9_]{2,60}$/,
  'the name of a secret',
  'write the name of the environment variable, like PAGERDUTY_ROUTING_KEY_DIRECTORS, never the key itself',
);

const people = z.record(
  slug,
  z.strictObject({
    name: text(80),
    slack: matching(
      /^[UW][A-Z0-9]{2,20}$/,
      'a Slack user id',
      'copy it from the Slack profile (⋮ → Copy member ID): U0123ABCD',
    ),
    email: matching(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address', 'write name@example.com').optional(),
    phone: matching(
      /^\+[0-9][0-9 ()-]{5,24}$/,
      'a phone number',
      'write it with the country code: "+1 555 0100"',
    ).optional(),
    pagerduty: matching(
      /^[A-Z0-9]{4,20}$/,
      'a PagerDuty user id',
      'copy it from the address of the profile: PABC123',
    ).optional(),
    kubernetes: matching(
      // A header's value; the cluster's own accounts and groups are nobody.
      /^(?!system:)[\x21-\x7e]{1,120}$/,
      'the name of a person in the cluster',
      'write the user name as the cluster knows it (kubectl auth whoami): alice@example.com',
    ).optional(),
  }),
);

const names = z.array(slug).max(200);
const roles = z.record(
  slug,
  z.union([
    names.transform((list) => ({ people: list, routingKey: undefined })),
    z.strictObject({ people: oneOrMore(slug), routingKey: secretName.optional() }),
  ]),
);

const schema = z.strictObject({ people, roles: roles.default({}) });

export interface PeopleFile {
  readonly people: readonly Person[];
  readonly roles: Readonly<Record<string, Role>>;
}

export function readPeople(source: Source): PeopleFile | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  const all: Person[] = Object.entries(written.people).map(
    ([id, { name, slack, email, phone, pagerduty, kubernetes }]) => ({
      id,
      name,
      slack,
      ...(email ? { email } : {}),
      ...(phone ? { phone } : {}),
      ...(pagerduty ? { pagerduty } : {}),
      ...(kubernetes ? { kubernetes } : {}),
    }),
  );
  if (all.length === 0) source.key(['people'], 'nobody is listed', 'write at least one person');
  unique(source, all, 'slack');
  unique(source, all, 'pagerduty');
  unique(source, all, 'kubernetes');
  const ids = all.map((p) => p.id);
  const held = Object.entries(written.roles).map(([name, role]) => {
    knownPeople(source, ['roles', name], role.people, ids);
    if (role.people.length === 0) {
      source.key(['roles', name], `nobody holds the role ${name}`, 'list at least one person, or delete the role');
    }
    return [name, { name, people: role.people, ...(role.routingKey ? { routingKey: role.routingKey } : {}) }] as const;
  });
  return { people: all, roles: Object.fromEntries(held) };
}

/** Two people with one account would be one person to every approval. */
function unique(source: Source, all: readonly Person[], field: 'slack' | 'pagerduty' | 'kubernetes'): void {
  const seen = new Map<string, string>();
  for (const person of all) {
    const id = person[field];
    if (id === undefined) continue;
    const other = seen.get(id);
    if (other)
      source.value(
        ['people', person.id, field],
        `${person.id} and ${other} have the same ${field} id`,
        'give each their own',
      );
    seen.set(id, person.id);
  }
}

export function knownPeople(
  source: Source,
  path: readonly string[],
  listed: readonly string[],
  known: readonly string[],
): void {
  for (const id of listed) {
    if (!known.includes(id)) source.inside(path, id, `there is no person ${JSON.stringify(id)}`, suggest(id, known));
  }
}
