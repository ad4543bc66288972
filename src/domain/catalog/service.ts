/** <service>/service.yaml: what is run here, and the values its runbooks share. */
import { z } from 'zod';
import { slug, text } from '../../lib/yaml/fields.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Service } from './model.ts';
import { webAddress } from './settings.ts';

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
});

/** What a runbook of the service may read as `service.…`. */
export function serviceKeys(service: Service): readonly string[] {
  return ['name', 'title', ...(service.health ? ['health'] : []), ...Object.keys(service.values)];
}

export function readService(
  source: Source,
  name: string,
  policies: readonly string[] | undefined,
): Service | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  const { health, aliases, ...rest } = written;
  if (policies && !policies.includes(rest.policy)) {
    source.value(['policy'], `there is no policy ${JSON.stringify(rest.policy)}`, suggest(rest.policy, policies));
  }
  for (const taken of ['name', 'title', 'health'].filter((k) => Object.hasOwn(rest.values, k))) {
    source.key(['values', taken], `service.${taken} is there already`, 'choose another name');
  }
  return { name, ...rest, aliases: aliases.map((a) => a.toLowerCase()), ...(health ? { health } : {}) };
}
