/** Who clicked, and what they are told when it is not theirs. Two accounts of one person are one person. */
import { type Refusal, refuse } from '../../engine/decision.ts';
import { say, type Text } from '../../lib/text.ts';
import type { Catalog, Verb } from '../catalog/model.ts';
import { groupsFor, nameGroups, permitted } from '../people/model.ts';
import type { Draft } from './draft.ts';
import type { RunEvent } from './events.ts';
import type { Clicker } from './inputs.ts';

export type Refused = Refusal<RunEvent>;

/** The id of people.yaml behind a Slack id, a PagerDuty id, an actor or a person's id; otherwise what was given, bare. */
export function personOf(catalog: Catalog, given: string): string {
  const bare = given.replace(/^slack:/, '');
  const known = catalog.people.find(
    (p) => p.id === bare || p.slack === bare || (p.pagerduty !== undefined && `pagerduty:${p.pagerduty}` === given),
  );
  return known?.id ?? bare;
}

/** A refusal that is remembered: who wanted what, and why not. */
export function deny(
  d: Draft,
  clicker: Pick<Clicker, 'person'>,
  about: string,
  code: string,
  text: Text,
  offers?: NonNullable<Refused['refused']['offers']>,
): Refused {
  const by = personOf(d.catalog, clicker.person);
  return refuse(code, text, {
    ref: d.self,
    ...(offers ? { offers } : {}),
    events: [{ type: 'click.refused', what: d.input.type, about, person: by, code }],
  });
}

/** Undefined when the person may. */
export function denyVerb(d: Draft, verb: Verb, what: string, about: string, clicker: Clicker): Refused | undefined {
  if (permitted(d.catalog, verb, clicker.groups)) return undefined;
  const groups = nameGroups(d.catalog, groupsFor(d.catalog, verb));
  const text = say`You may not ${what}. Members of ${groups} may: ask one of them.`;
  return deny(d, clicker, about, 'not-permitted', text);
}
