/** Where a form finds the values of an input: in the cluster, within what other inputs say. A help for people, never a limit. */
import { z } from 'zod';
import { text } from '../../lib/yaml/fields.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { NAMED } from '../../ports/names.ts';
import type { RunbookInput } from './model.ts';

/** Keys of an input, beside its type and bounds. */
export const chooseFields = {
  choose: z.enum(NAMED).optional(),
  /** The input that says in which namespace. */
  in: text(60).optional(),
  /** The input that says of which deployment. */
  of: text(60).optional(),
};

interface Written {
  readonly type: RunbookInput['type'];
  readonly choices?: unknown;
  readonly choose?: (typeof NAMED)[number] | undefined;
  readonly in?: string | undefined;
  readonly of?: string | undefined;
}

/** Undefined: none is written, or it is wrong, which is then reported. `others`: the names of the runbook's inputs. */
export function readChoose(
  source: Source,
  name: string,
  { type, choices, choose, in: namespace, of }: Written,
  others: readonly string[],
): RunbookInput['choose'] | undefined {
  const at = (key: string) => ['inputs', name, key];
  const wants = { in: choose !== undefined && choose !== 'namespaces', of: choose === 'revisions' };
  if (choose !== undefined && choices !== undefined) {
    source.key(at('choose'), 'choose stands beside choices', 'keep one of them');
    return undefined;
  }
  if (choose !== undefined && (type === 'boolean' || (type === 'integer' && choose !== 'revisions'))) {
    source.value(
      at('choose'),
      `${choose} are not ${type === 'integer' ? 'whole numbers' : 'true or false'}`,
      'leave type out',
    );
    return undefined;
  }
  let fits = true;
  for (const [key, given] of [
    ['in', namespace],
    ['of', of],
  ] as const) {
    if (wants[key] && given === undefined) {
      const whose =
        key === 'in' ? 'in: the input that says in which namespace' : 'of: the input that says of which deployment';
      source.key(at('choose'), `choose: ${choose} needs ${key}`, `write ${whose}`);
    } else if (!wants[key] && given !== undefined) {
      source.key(at(key), `${key} says nothing here`, 'leave it out');
    } else if (given !== undefined && (given === name || !others.includes(given))) {
      source.value(
        at(key),
        `there is no other input ${JSON.stringify(given)}`,
        suggest(
          given,
          others.filter((o) => o !== name),
        ),
      );
    } else continue;
    fits = false;
  }
  if (choose === undefined || !fits) return undefined;
  return { what: choose, ...(namespace === undefined ? {} : { in: namespace }), ...(of === undefined ? {} : { of }) };
}
