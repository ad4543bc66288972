/** What may be given where people wrote down beforehand what fits: one of a list, a pattern, a range. */
import { z } from 'zod';
import { text } from './yaml/fields.ts';

/** One argument a runbook may choose. */
export type ArgumentRule =
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  /** The whole value must look like it. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number };

export const argumentName = z.string().regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, 'must be a name');

const pattern = z
  .string()
  .min(1)
  .max(200)
  .refine((p) => !/\)[*+{]/.test(p), 'must not repeat a group: (a+)+')
  .refine((p) => !/(?<!\\)\.[*+]/.test(p), 'must say which characters: .* takes anything')
  .refine((p) => {
    try {
      return new RegExp(`^(?:${p})$`, 'u') !== undefined;
    } catch {
      return false;
    }
  }, 'is not a regular expression');

export const argumentRule = z.union([
  z.strictObject({ pattern }).transform((r): ArgumentRule => ({ kind: 'pattern', ...r })),
  z
    .strictObject({ oneOf: z.array(text(200)).min(1).max(100) })
    .transform((r): ArgumentRule => ({ kind: 'one-of', values: r.oneOf })),
  z.strictObject({ min: z.int(), max: z.int() }).transform((r): ArgumentRule => ({ kind: 'integer', ...r })),
]);

const LONGEST = 1_000;

/** Why a value does not fit, or undefined. */
export function misfit(rule: ArgumentRule, value: unknown): string | undefined {
  if (rule.kind === 'integer') {
    const n = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof n === 'number' && Number.isSafeInteger(n) && n >= rule.min && n <= rule.max) return undefined;
    return `must be a whole number from ${rule.min} to ${rule.max}`;
  }
  if (typeof value !== 'string' && typeof value !== 'number') return 'must be a text';
  const text = String(value);
  if (text === '' || text.length > LONGEST) return `must have 1 to ${LONGEST} characters`;
  if (/\p{Cc}/u.test(text)) return 'must not hold control characters';
  if (rule.kind === 'one-of')
    return rule.values.includes(text) ? undefined : `must be one of ${rule.values.join(', ')}`;
  // A value that begins with a dash would be read as an option, whatever the operator meant it to be.
  if (text.startsWith('-')) return 'must not begin with -';
  return new RegExp(`^(?:${rule.pattern})$`, 'u').test(text) ? undefined : `must look like ${rule.pattern}`;
}
