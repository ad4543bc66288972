/** `run <runbook> [input=value…]`: start a runbook; whatever changes production still asks for approval. */
import type { Runbook } from '../../src/domain/runbook/model.ts';
import { defineVerb, nearest, problem, unknownWord } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';

const plain = (s: string) =>
  s
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
const short = (r: Runbook) => r.id.slice(r.id.lastIndexOf('/') + 1);

/** By id, by its last part, or by name; a word that fits two runbooks is neither. */
function find(runbooks: readonly Runbook[], typed: string): Runbook | undefined {
  const exact = runbooks.find((r) => r.id === typed.toLowerCase());
  const fits = runbooks.filter((r) => short(r) === plain(typed) || plain(r.name) === plain(typed));
  return exact ?? (fits.length === 1 ? fits[0] : undefined);
}

export const run = defineVerb({
  name: 'run',
  aliases: ['runbook', 'rb'],
  usage: 'run [INC-n] <runbook> [input=value…]',
  summary: 'Start a runbook: it looks first, and asks before it changes anything.',
  may: 'run',
  keys: 'free',
  takesIncident: true,
  examples: [
    { text: 'run api-completely-down', means: 'with its default inputs' },
    { text: 'run', means: 'lists the runbooks that fit' },
  ],
  parse(args, { catalog, on, prefix }) {
    const typed = args.rest(0);
    if (!typed) return { kind: 'ask', question: 'runbooks', on };
    const runbook = find(catalog.runbooks, typed);
    if (!runbook) {
      const near = nearest(plain(typed), catalog.runbooks.map(short));
      return problem(
        say`I do not know the runbook “${typed}”.${near ? say` Did you mean ${code(`${prefix} run ${near}`)}?` : []} ${code(`${prefix} run`)} lists them. Nothing was started.`,
      );
    }
    const known = runbook.inputs.map((i) => i.name);
    const inputs: Record<string, string> = {};
    for (const [key, value] of args.keys) {
      if (key === 'in') continue;
      const name = known.find((k) => k.toLowerCase() === key);
      if (name === undefined) return unknownWord(`input of ${runbook.name}`, key, known);
      inputs[name] = value;
    }
    return { kind: 'act', verb: 'run', on, input: { type: 'incident.run', data: { runbook: runbook.id, inputs } } };
  },
});
