/** `given.commands`: an operator's command by its name, or the first words of a program → what it says. */
import { basename } from 'node:path';
import { z } from 'zod';
import { OperatorCommands } from '../../../adapters/command/operator-commands.ts';
import type { Catalog } from '../../../domain/catalog/model.ts';
import type { Command, Ran } from '../../../ports/command.ts';
import type { Commands } from '../../../ports/commands.ts';
import { Fault } from '../../../ports/fault.ts';
import { allowedCommands } from '../../ports.ts';
import { Answers, type InTime, inTime } from './answer.ts';
import type { Moment } from './calls.ts';

const answer = z.union([
  z.string(),
  z.strictObject({ exit: z.int().default(0), output: z.string().default(''), errors: z.string().default('') }),
  /** The program is not on the machine. */
  z.strictObject({ missing: z.literal(true) }),
  /** It was killed, or its worker: nobody knows what it did. */
  z.strictObject({ lost: z.literal(true) }),
]);
export const commandsSchema = z.record(z.string(), inTime(answer));
type Answer = z.output<typeof answer>;

export function givenCommands(all: Readonly<Record<string, InTime<Answer>>>, moment: Moment, catalog: Catalog) {
  const answers = new Answers<Answer>('commands', all, moment);
  const asked = new Map<string, string>();
  const words = (file: string, args: readonly string[]) => [basename(file), ...args].join(' ');
  /** By the operator's name where one is given, otherwise by the program and its arguments. */
  const find = (said: string): Answer => {
    const name = asked.get(said);
    return name !== undefined && answers.has(name) ? answers.to(name) : answers.beginning(said);
  };
  const run: Command = {
    async missing({ file }) {
      const name = basename(file);
      const is = answers.has(name) ? answers.to(name) : undefined;
      return typeof is === 'object' && 'missing' in is ? `${file} is not on this machine` : undefined;
    },
    async run({ file, args }, effect): Promise<Ran> {
      const said = words(file, args);
      const is = find(said);
      if (effect === 'change') moment.calls.note(said);
      if (typeof is === 'string') return { exit: 0, ms: 5, output: is, errors: '' };
      if ('missing' in is) throw new Fault('permanent', 'command.missing', `${file} is not on this machine`);
      if ('lost' in is) {
        throw new Fault(effect === 'change' ? 'unknown' : 'retry', 'command.killed', 'it was killed before it ended');
      }
      return { ms: 5, ...is };
    },
  };
  const operators = new OperatorCommands(() => allowedCommands(catalog), run);
  const commands: Commands = {
    known: (name) => operators.known(name),
    names: () => operators.names(),
    prepare(name, given) {
      const ready = operators.prepare(name, given);
      if (!('refused' in ready)) asked.set(words(ready.file, ready.args), name);
      return ready;
    },
    // Where it stands on the worker's machine makes no difference to what it answers.
    binary: (name) => ({ file: `/given/${name}`, environment: {} }),
    missing: (what) => run.missing(what),
    run: (what, effect) => run.run(what, effect),
  };
  return { commands, answers };
}
