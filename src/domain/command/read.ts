/** org/commands.yaml: the operator's allow-list of programs. The file may be missing: then there is none. */
import { z } from 'zod';
import { argumentName, argumentRule, misfit } from '../../lib/argument-rule.ts';
import { accepts, duration, slug, text } from '../../lib/yaml/fields.ts';
import { nearest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { placeholder } from './argv.ts';
import { INTERPRETERS } from './interpreters.ts';
import type { CommandDefinition, CommandsFile } from './model.ts';

const absolute = z
  .string()
  .max(300)
  .regex(/^\/(?:[A-Za-z0-9._+-]+\/)*[A-Za-z0-9._+-]+$/, 'must be an absolute path, like /usr/bin/systemctl')
  .refine((p) => !p.split('/').includes('..'), 'must not hold ..');

const environment = z
  .record(z.string().regex(/^[A-Z][A-Z0-9_]{0,59}$/, 'must be the name of a variable'), text(500))
  .default({});

/** A path, or a path and what it finds in its environment. */
const binary = z.union([
  absolute.transform((file) => ({ file, environment: {} })),
  z.strictObject({ file: absolute, environment }),
]);

const command = z.strictObject({
  does: text(200),
  run: z.tuple([absolute], z.string().min(1).max(500)),
  arguments: z.record(argumentName, argumentRule).default({}),
  effect: z.enum(['read', 'change']),
  risk: z.enum(['low', 'medium', 'high']).default('high'),
  timeout: duration({ min: 1_000, max: 3_600_000 }).default(60_000),
  environment,
  before: slug.optional(),
  undo: slug.optional(),
  accept: accepts,
});

const schema = z.strictObject({
  commands: z.record(slug, command).default({}),
  binaries: z.record(slug, binary).default({}),
});

export function readCommands(source: Source): CommandsFile | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  const names = Object.keys(written.commands);
  const commands = Object.fromEntries(
    Object.entries(written.commands).map(([name, c]) => [name, checked(source, name, c, written.commands, names)]),
  );
  return { commands, binaries: written.binaries };
}

type Written = z.output<typeof command>;

function checked(
  source: Source,
  name: string,
  { before, undo, accept: _, ...c }: Written,
  all: Readonly<Record<string, Written>>,
  names: readonly string[],
): CommandDefinition {
  const at = ['commands', name];
  const [file, ...args] = c.run;
  if (INTERPRETERS.test(file)) {
    const instead = 'name the program itself; a script of your own is one, with an absolute path';
    source.value([...at, 'run', 0], `${file} runs whatever it is given`, instead);
  }
  for (const [i, arg] of args.entries()) argument(source, [...at, 'run', i + 1], arg, c.arguments);
  for (const unused of Object.keys(c.arguments).filter((a) => !args.some((x) => placeholder(x) === a))) {
    source.key(
      [...at, 'arguments', unused],
      `${unused} stands nowhere in run`,
      `write \${{ ${unused} }} there, or delete it`,
    );
  }
  for (const [key, other] of [
    ['before', before],
    ['undo', undo],
  ] as const) {
    if (other === undefined) continue;
    const found = all[other];
    if (!found) source.value([...at, key], `there is no command ${other}`, nearest(other, names) ?? 'define it here');
    else if (key === 'before' && found.effect !== 'read')
      source.value([...at, key], `${other} changes something`, 'name a command with effect: read');
    else if (Object.keys(found.arguments).some((a) => !Object.hasOwn(c.arguments, a)))
      source.value([...at, key], `${other} needs arguments that ${name} does not have`, 'give both the same');
  }
  return { name, ...c, ...(before ? { before } : {}), ...(undo ? { undo } : {}) };
}

function argument(source: Source, at: (string | number)[], arg: string, rules: Written['arguments']): void {
  const name = placeholder(arg);
  if (name !== undefined && !Object.hasOwn(rules, name)) {
    source.value(at, `there is no argument ${name}`, 'declare it under arguments:');
  } else if (name === undefined && arg.includes('${{')) {
    source.value(at, 'an expression must be the whole argument', 'write it as an argument of its own');
  } else if (
    name === undefined &&
    misfit({ kind: 'pattern', pattern: '[\\s\\S]+' }, arg.replace(/^-+/, '')) !== undefined
  ) {
    source.value(at, 'an argument must be one line of plain text', 'write it without control characters');
  }
}
