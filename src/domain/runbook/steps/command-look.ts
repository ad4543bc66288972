/** command.look: a program of the operator's allow-list that only looks; of a log, only the lines that hold a word. */
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

const word = z.string().min(1).max(100);

const lookParams = commandParams.extend({
  /** Only lines with one of these words, whatever their case. Words, not patterns: a pattern can run for ever. */
  grep: z.union([word.transform((w) => [w]), z.array(word).min(1).max(20)]).optional(),
});

function holding(words: readonly string[] | undefined, text: string): string {
  if (words === undefined) return text;
  const lower = words.map((w) => w.toLowerCase());
  const holds = (line: string) => lower.some((w) => line.toLowerCase().includes(w));
  return text.split('\n').filter(holds).join('\n');
}

export const commandLook = readKind({
  name: 'command.look',
  summary: "Runs a command of the operator's list that only looks, and shows what it says.",
  params: lookParams,
  offers: { shorthand: 'command', outputs: [...PROGRAM_OUTPUTS, 'count'] },
  examples: [
    { means: 'How full the disks are', params: { command: 'disk-free' } },
    { means: 'Only the disk of the database', params: { command: 'disk-free', grep: '/var/lib' } },
  ],
  needs: (p) => [{ on: 'command', command: String(p.command) }],
  async read({ command, arguments: given, grep }, { commands }) {
    if (commands.known(command)?.effect === 'change') {
      throw new Fault('permanent', 'command.changes', `${command} changes something: use command.run`);
    }
    const what = commands.prepare(command, given);
    if ('refused' in what) throw new Fault('permanent', 'command.refused', what.refused);
    const ran = await looked(commands, what);
    const output = holding(grep, ran.output);
    // Counted in all that it printed; what is kept of it may be less.
    const count = output.split('\n').filter((l) => l.trim() !== '').length;
    return { ...outputOf({ ...ran, output }), count, ...(grep && count === 0 ? { note: 'no line holds that' } : {}) };
  },
  lines: (o) => (o.note === undefined ? programLines(o) : [String(o.note)]),
});
