/** The runbook a word means, and its inputs as typed: the same for every verb that names one. */
import type { Runbook } from '../../src/domain/runbook/model.ts';
import { type Args, type Intent, nearest, problem, unknownWord } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';

const plain = (s: string) =>
  s
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
const short = (r: Runbook) => r.id.slice(r.id.lastIndexOf('/') + 1);

/** By id, by its last part, or by name; a word that fits two runbooks is neither. */
export function runbookNamed(
  runbooks: readonly Runbook[],
  typed: string,
  line: (name: string) => string,
): { readonly runbook: Runbook } | { readonly problem: Intent } {
  const exact = runbooks.find((r) => r.id === typed.toLowerCase());
  const fits = runbooks.filter((r) => short(r) === plain(typed) || plain(r.name) === plain(typed));
  const runbook = exact ?? (fits.length === 1 ? fits[0] : undefined);
  if (runbook) return { runbook };
  if (fits.length > 1) {
    const ids = fits.slice(0, 10).map((r) => r.id);
    return { problem: problem(say`“${typed}” fits ${ids.join(' and ')}: write the whole id. Nothing was started.`) };
  }
  const near = nearest(plain(typed), runbooks.map(short));
  const guess = near ? say` Did you mean ${code(line(near))}?` : [];
  return {
    problem: problem(
      say`I do not know the runbook “${typed}”.${guess} ${code(line('').trim())} lists them. Nothing was started.`,
    ),
  };
}

/** `name=value…` as the runbook spells its inputs; the run itself checks what they are. */
export function inputsTyped(
  runbook: Runbook,
  args: Args,
): { readonly inputs: Readonly<Record<string, string>> } | { readonly problem: Intent } {
  const known = runbook.inputs.map((i) => i.name);
  const inputs: Record<string, string> = {};
  for (const [key, value] of args.keys) {
    if (key === 'in') continue;
    const name = known.find((k) => k.toLowerCase() === key);
    if (name === undefined) return { problem: unknownWord(`input of ${runbook.name}`, key, known) };
    inputs[name] = value;
  }
  return { inputs };
}
