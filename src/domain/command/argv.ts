/** From a definition and what a runbook gives to the exact argv, or why not. Nothing is quoted, because nothing is parsed again. */
import { misfit } from '../../lib/argument-rule.ts';
import type { CommandDefinition } from './model.ts';

export type Argv = { readonly argv: readonly string[] } | { readonly refused: string };

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
