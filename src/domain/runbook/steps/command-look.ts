/** command.look: a program of the operator's allow-list that only looks. */
import { z } from 'zod';
import { Fault } from '../../../ports/fault.ts';
import { looked, outputOf, PROGRAM_OUTPUTS, programLines } from './program.ts';
import { readKind } from './read-kind.ts';

export const commandParams = z.strictObject({
  command: z
    .string()
    .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, 'must be the name of a command in workflows/org/commands.yaml'),
  arguments: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});

export const commandLook = readKind({
  name: 'command.look',
  summary: "Runs a command of the operator's list that only looks, and shows what it says.",
  params: commandParams,
  offers: { shorthand: 'command', outputs: PROGRAM_OUTPUTS },
  examples: [{ means: 'How a unit stands', params: { command: 'disk-free' } }],
  needs: (p) => [{ on: 'command', command: String(p.command) }],
  async read({ command, arguments: given }, { commands }) {
    if (commands.known(command)?.effect === 'change') {
      throw new Fault('permanent', 'command.changes', `${command} changes something: use command.run`);
    }
    const what = commands.prepare(command, given);
    if ('refused' in what) throw new Fault('permanent', 'command.refused', what.refused);
    return outputOf(await looked(commands, what));
  },
  lines: programLines,
});
