/** From a definition and what a runbook gives to the exact argv, or why not. Nothing is quoted, because nothing is parsed again. */
import type { ArgumentRule, CommandDefinition } from './model.ts';

export type Argv = { readonly argv: readonly string[] } | { readonly refused: string };

const LONGEST = 1_000;

/** The name in `${{ name }}`, when that is the whole argument. */
export const placeholder = (argument: string): string | undefined =>
  /^\$\{\{\s*([a-z][a-zA-Z0-9_]*)\s*\}\}$/.exec(argument)?.[1];

export function argvOf(d: CommandDefinition, given: Readonly<Record<string, unknown>>): Argv {
  const strange = Object.keys(given).find((name) => !Object.hasOwn(d.arguments, name));
  if (strange !== undefined) {
    const known = Object.keys(d.arguments).join(', ') || 'none';
    return { refused: `${d.name} has no argument ${strange.slice(0, 40)}; it has ${known}` };
  }
  const argv: string[] = [];
  for (const part of d.run) {
    const name = placeholder(part);
    if (name === undefined) {
      argv.push(part);
      continue;
    }
    const rule = d.arguments[name];
    const value = given[name];
    if (!rule || value === undefined) return { refused: `${d.name} needs the argument ${name}` };
    const wrong = misfit(rule, value);
    if (wrong !== undefined) return { refused: `${d.name}: ${name} ${wrong}` };
    argv.push(String(value));
  }
  return { argv };
}

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
