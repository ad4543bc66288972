/** `run <runbook> [input=value…]`: start a runbook; whatever changes production still asks for approval. */
import { defineVerb, type Intent, problem } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';
import { inputsTyped, runbookNamed } from '../runbook/named.ts';

export const run = defineVerb({
  name: 'run',
  aliases: ['runbook', 'rb'],
  usage: 'run [INC-n] <runbook> [input=value…] [--form]',
  flags: { form: 'asks for every input, with what there is to choose from' },
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
    const found = runbookNamed(catalog.runbooks, typed, (name) => `${prefix} run ${name}`);
    if ('problem' in found) return found.problem;
    const given = inputsTyped(found.runbook, args);
    if ('problem' in given) return given.problem;
    const { runbook } = found;
    const missing = runbook.inputs.filter((i) => i.default === undefined && given.inputs[i.name] === undefined);
    const form = { kind: 'form', form: 'run', on, runbook: runbook.id, prefill: given.inputs } as const;
    if (missing.length > 0) {
      const line = `${prefix} run ${typed} ${missing.map((i) => `${i.name}=…`).join(' ')}`;
      const otherwise = problem(say`${runbook.name} must be told more: write ${code(line)}. Nothing was started.`);
      return { ...form, otherwise };
    }
    const data = { runbook: runbook.id, inputs: given.inputs };
    const begins: Intent = { kind: 'act', verb: 'run', on, input: { type: 'incident.run', data } };
    // A runbook that asks for nothing has no form.
    return args.flags.has('form') && runbook.inputs.length > 0 ? { ...form, otherwise: begins } : begins;
  },
});
