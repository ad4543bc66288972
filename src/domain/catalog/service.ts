/** <service>/service.yaml: what is run here, and the values its runbooks share. */
import { z } from 'zod';
import { given } from '../../lib/given.ts';
import { duration, slug, text } from '../../lib/yaml/fields.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Service } from './model.ts';
import { channelName, links, webAddress } from './settings.ts';

const key = text(40).superRefine((value, context) => {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(value)) {
    const instead = 'write letters, digits and _ only: runbooks read it as service.name_of_value';
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(value)} cannot be read in an expression`,
      params: { instead },
    });
  }
});

const schema = z.strictObject({
  title: text(80),
  aliases: z.array(text(60)).max(20).default([]),
  policy: slug,
  health: webAddress.optional(),
  values: z.record(key, text(500)).default({}),
  severities: z
    .record(
      slug,
      z.strictObject({
        label: text(60).optional(),
        words: z.array(text(40)).max(20).default([]),
        respondWithin: duration({ min: 10_000 }).optional(),
        updateEvery: duration({ min: 60_000 }).optional(),
      }),
    )
    .default({}),
  links,
  channels: z.strictObject({ incidents: channelName.optional(), customers: channelName.optional() }).default({}),
});

/** Without what its other files say. */
export type ServiceFile = Omit<Service, 'templates' | 'contacts'>;

/** What a runbook of the service may read as `service.…`. */
export function serviceKeys(service: ServiceFile): readonly string[] {
  return ['name', 'title', ...(service.health ? ['health'] : []), ...Object.keys(service.values)];
}

export function readService(
  source: Source,
  name: string,
  policies: readonly string[] | undefined,
): ServiceFile | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  const { health, aliases, severities, links, channels, ...rest } = written;
  if (policies && !policies.includes(rest.policy)) {
    source.value(['policy'], `there is no policy ${JSON.stringify(rest.policy)}`, suggest(rest.policy, policies));
  }
  for (const taken of ['name', 'title', 'health'].filter((k) => Object.hasOwn(rest.values, k))) {
    source.key(['values', taken], `service.${taken} is there already`, 'choose another name');
  }
  return {
    name,
    ...rest,
    aliases: aliases.map((a) => a.toLowerCase()),
    severities: Object.fromEntries(
      Object.entries(severities).map(([of, { words, ...own }]) => [
        of,
        { ...given(own), words: words.map((w) => w.toLowerCase()) },
      ]),
    ),
    links: given(links),
    channels: given(channels),
    ...(health ? { health } : {}),
  };
}
