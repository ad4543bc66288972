/** org/severities.yaml: the organisation's scale, worst first. The order is the rank, so that no two can be equal. */
import { z } from 'zod';
import { duration, slug, text } from '../../lib/yaml/fields.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Severity } from './model.ts';

const schema = z
  .record(
    slug,
    z.strictObject({
      label: text(60),
      meaning: text(300),
      respondWithin: duration({ min: 10_000 }),
      updateEvery: duration({ min: 60_000 }).optional(),
      aliases: z.array(text(40)).max(20).default([]),
    }),
  )
  .superRefine((all, context) => {
    if (Object.keys(all).length === 0) {
      context.addIssue({
        code: 'custom',
        message: 'no severity',
        params: { instead: 'write at least one, worst first' },
      });
    }
  });

export function readSeverities(source: Source): readonly Severity[] | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  // An object's keys that look like numbers come first whatever the file says; the document keeps the order.
  const line = (name: string) => source.document.keyAt([name]).line;
  const names = Object.keys(written).sort((a, b) => line(a) - line(b));
  const taken = new Map(names.map((name) => [name, name]));
  return names.flatMap((name, i) => {
    const severity = written[name];
    if (!severity) return [];
    const aliases = severity.aliases.map((alias) => alias.toLowerCase());
    for (const [n, alias] of aliases.entries()) {
      const other = taken.get(alias);
      if (other !== undefined) {
        source.value([name, 'aliases', n], `${JSON.stringify(alias)} already means ${other}`, 'keep it in one place');
      }
      taken.set(alias, name);
    }
    const { updateEvery, label, meaning, respondWithin } = severity;
    return [{ name, rank: i + 1, label, meaning, respondWithin, aliases, ...(updateEvery ? { updateEvery } : {}) }];
  });
}
