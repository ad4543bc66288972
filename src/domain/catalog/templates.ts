/** org/templates.yaml: what people outside the response are told. */
import { z } from 'zod';
import { expressionsIn, references } from '../../lib/expression.ts';
import { slug, template } from '../../lib/yaml/fields.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { TEMPLATE_FACTS } from './facts.ts';
import type { Template } from './model.ts';

const schema = z.record(slug, template(3_500));

export function readTemplates(source: Source): Record<string, Template> | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  for (const [name, body] of Object.entries(written)) checkFacts(source, [name], body);
  return Object.fromEntries(Object.entries(written).map(([name, body]) => [name, { name, body }]));
}

function checkFacts(source: Source, path: readonly string[], body: string): void {
  for (const { source: cel } of expressionsIn(body)) {
    for (const { path: keys } of references(cel)) {
      const [root = '', key] = keys;
      const known = Object.entries(TEMPLATE_FACTS).find(([name]) => name === root)?.[1];
      if (!known) {
        source.inside(
          path,
          keys.join('.'),
          `there is no ${root} in a template`,
          suggest(root, Object.keys(TEMPLATE_FACTS)),
        );
      } else if (key !== undefined && !known.some((name) => name === key)) {
        source.inside(path, `${root}.${key}`, `there is no ${root}.${key}`, suggest(key, known));
      }
    }
  }
}
