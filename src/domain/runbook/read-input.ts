/** One input of a runbook as its file writes it: type, default, and what its values may be. */
import { z } from 'zod';
import { text } from '../../lib/yaml/fields.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { fitInput } from './fit-input.ts';
import type { RunbookInput } from './model.ts';
import { pattern } from './pattern.ts';
import { chooseFields, readChoose } from './read-choose.ts';

/** As many as a Slack menu shows. */
const MOST_CHOICES = 100;

export const inputSchema = z.strictObject({
  type: z.enum(['string', 'integer', 'boolean']).default('string'),
  default: z.union([z.string().max(500), z.number(), z.boolean()]).optional(),
  description: text(300).optional(),
  choices: z
    .array(z.union([text(75), z.int()]))
    .min(1)
    .max(MOST_CHOICES)
    .optional(),
  min: z.int().optional(),
  max: z.int().optional(),
  pattern: pattern.optional(),
  ...chooseFields,
});

type Written = z.output<typeof inputSchema>;

/** `others`: the names of all inputs of the runbook. */
export function readInput(
  source: Source,
  name: string,
  written: Written,
  others: readonly string[],
): RunbookInput | undefined {
  const { type, description } = written;
  const at = ['inputs', name, 'default'];
  let value = written.default;
  // `default: 1.10` of a text is the text 1.10, not the number 1.1.
  if (type === 'string' && value !== undefined && typeof value !== 'string')
    value = source.document.written(at) ?? String(value);
  if (typeof value === 'string' && value.includes('${{')) {
    source.value(at, 'a default cannot hold an expression', 'write a fixed value, or use the expression in the step');
    return undefined;
  }
  const fits = value === undefined || (type === 'integer' ? Number.isSafeInteger(value) : typeof value === type);
  if (!fits) {
    source.value(
      at,
      `the default of ${name} is not ${type === 'integer' ? 'a whole number' : `a ${type}`}`,
      'change the default or the type',
    );
    return undefined;
  }
  if (!boundsFit(source, name, written)) return undefined;
  const choose = readChoose(source, name, written, others);
  const { choices, min, max, pattern: like } = written;
  const input: RunbookInput = {
    name,
    type,
    ...(value === undefined ? {} : { default: value }),
    ...(description === undefined ? {} : { description }),
    ...(choices === undefined ? {} : { choices }),
    ...(choose === undefined ? {} : { choose }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(like === undefined ? {} : { pattern: like }),
  };
  const first = value === undefined ? undefined : fitInput(input, value);
  if (first && 'must' in first) {
    source.value(at, `the default of ${name} must be ${first.must}`, 'change the default, or what is allowed');
    return undefined;
  }
  return input;
}

/** What only one type can have, and bounds that some value fits. */
function boundsFit(source: Source, name: string, written: Written): boolean {
  const { type, choices = [], min, max } = written;
  const not = (key: keyof Written, message: string, instead: string): false => {
    source.value(['inputs', name, key], message, instead);
    return false;
  };
  for (const key of ['min', 'max'] as const) {
    if (written[key] !== undefined && type !== 'integer') {
      return not(key, `${key} is for whole numbers`, 'add type: integer, or leave it out');
    }
  }
  if (written.pattern !== undefined && type !== 'string') return not('pattern', 'pattern is for texts', 'leave it out');
  if (min !== undefined && max !== undefined && min > max)
    return not('max', `no number is ${min} or more and ${max} or less`, 'swap them');
  const wanted = type === 'integer' ? 'number' : 'string';
  if (written.choices && type === 'boolean')
    return not('choices', 'true and false are choices already', 'leave it out');
  if (choices.some((c) => typeof c !== wanted)) {
    return not(
      'choices',
      `the choices of ${name} are not all ${type === 'integer' ? 'whole numbers' : 'texts'}`,
      'put texts in quotes, or change the type',
    );
  }
  return new Set(choices).size === choices.length || not('choices', 'a choice is written twice', 'leave one out');
}
