/** `breakGlass:` of org/policy.yaml: who may act alone, who is told, and who looks into it. */
import { z } from 'zod';
import { duration, oneOrMore, slug, text } from '../../lib/yaml/fields.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { BreakGlass } from '../approval/model.ts';
import type { Group, Person, Role } from './model.ts';
import { knownGroups } from './permissions.ts';
import { channelName } from './settings.ts';

const person = text(80).superRefine((value, context) => {
  if (/^(role|person):[a-z0-9_-]+$/.test(value)) return;
  const instead = 'write role:<name> or person:<name>';
  context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is nobody to tell`, params: { instead } });
});

export const breakGlass = z.strictObject({
  from: oneOrMore(slug),
  severities: oneOrMore(slug).default([]),
  phrase: text(80).superRefine((value, context) => {
    if (value.length >= 10) return;
    const instead = 'write a sentence, like "I answer for this"';
    context.addIssue({
      code: 'custom',
      message: 'the phrase is too short to be typed on purpose',
      params: { instead },
    });
  }),
  tell: z.strictObject({ channel: channelName.optional(), people: oneOrMore(person).default([]) }),
  review: z.strictObject({ by: oneOrMore(slug), within: duration({ min: 60_000, max: 30 * 86_400_000 }) }),
});

export interface GlassContext {
  /** Each undefined where its file could not be read. */
  readonly groups: Readonly<Record<string, Group>> | undefined;
  readonly severities: readonly string[] | undefined;
  readonly people: { readonly people: readonly Person[]; readonly roles: Readonly<Record<string, Role>> } | undefined;
}

export function readBreakGlass(source: Source, written: z.output<typeof breakGlass>, known: GlassContext): BreakGlass {
  const { groups, severities, people } = known;
  const { from, phrase, tell, review } = written;
  if (groups) {
    knownGroups(source, ['breakGlass', 'from'], from, Object.keys(groups));
    knownGroups(source, ['breakGlass', 'review', 'by'], review.by, Object.keys(groups));
  }
  for (const name of written.severities) {
    if (!severities || severities.includes(name)) continue;
    source.inside(['breakGlass', 'severities'], name, `there is no severity ${name}`, suggest(name, severities));
  }
  for (const target of tell.people) {
    const [kind, name = ''] = target.split(':');
    const all = kind === 'role' ? Object.keys(people?.roles ?? {}) : (people?.people ?? []).map((p) => p.id);
    if (people && !all.includes(name))
      source.inside(['breakGlass', 'tell', 'people'], target, `there is no ${target}`, suggest(name, all));
  }
  if (tell.channel === undefined && tell.people.length === 0)
    source.key(['breakGlass', 'tell'], 'nobody would be told', 'write a channel, or people');
  return {
    from,
    severities: written.severities,
    phrase,
    tell: { people: tell.people, ...(tell.channel === undefined ? {} : { channel: tell.channel }) },
    review,
  };
}
