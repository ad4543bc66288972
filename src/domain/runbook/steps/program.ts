/** What every kind that starts a program shares: it is there, it ran, and what it said is kept. */
import { z } from 'zod';
import type { Ran } from '../../../ports/command.ts';
import type { Commands, Prepared } from '../../../ports/commands.ts';
import { Fault } from '../../../ports/fault.ts';
import { cut } from '../output.ts';
import type { Output } from '../step-kind.ts';

const KEPT = 8_000;

/** The request of a plan that starts a program. */
export const prepared = z.strictObject({
  file: z.string(),
  args: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  timeout: z.int(),
});

/** As one would type it; for people, never parsed. */
export const shownAs = ({ file, args }: Pick<Prepared, 'file' | 'args'>): string =>
  [file, ...args.map((a) => (/^[A-Za-z0-9_./:=@%+,-]+$/.test(a) ? a : JSON.stringify(a)))].join(' ');

export function outputOf({ exit, ms, output, errors }: Ran): Output {
  const lines = output.split('\n').filter((l) => l.trim() !== '');
  return { exit, ms, output: output.slice(-KEPT), errors: errors.slice(-KEPT), lines: lines.slice(-100) };
}

export const PROGRAM_OUTPUTS: readonly string[] = ['exit', 'ms', 'output', 'errors', 'lines', 'text', 'note'];

const lastWords = ({ output, errors }: Ran): string =>
  cut((errors.trim() || output.trim()).split('\n').slice(-3).join(' · ') || 'it said nothing', 400);

/** Runs a program that looks; an exit code that is not 0 is a failure with its last words. */
export async function looked(commands: Commands, what: Prepared): Promise<Ran> {
  const ran = await commands.run(what, 'read');
  if (ran.exit === 0) return ran;
  throw new Fault('permanent', 'command.failed', `${what.file} ended with ${ran.exit}: ${lastWords(ran)}`);
}

/** The same for one that changes something: it ended, so it is known that it failed, not how far it came. */
export async function changed(commands: Commands, what: Prepared): Promise<Ran> {
  const ran = await commands.run(what, 'change');
  if (ran.exit === 0) return ran;
  const text = `${what.file} ended with ${ran.exit}: ${lastWords(ran)}. It may have done a part`;
  throw new Fault('permanent', 'command.failed', text);
}

export const programLines = (o: Output): readonly string[] => {
  const lines = Array.isArray(o.lines) ? o.lines.map(String) : [];
  const errors = String(o.errors ?? '')
    .split('\n')
    .filter(Boolean);
  return lines.length > 0
    ? lines.slice(-10)
    : errors.length > 0
      ? errors.slice(-5)
      : [`ended with ${o.exit}, without a word`];
};
