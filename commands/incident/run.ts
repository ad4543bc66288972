/** `run <runbook> [input=value…]`: start a runbook; whatever changes production still asks for approval. */
import { defineVerb, problem } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';
import { inputsTyped, runbookNamed } from '../runbook/named.ts';

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
    const found = runbookNamed(catalog.runbooks, typed, (name) => `${prefix} run ${name}`);
    if ('problem' in found) return found.problem;
    const given = inputsTyped(found.runbook, args);
    if ('problem' in given) return given.problem;
    const { runbook } = found;
    const missing = runbook.inputs.filter((i) => i.default === undefined && given.inputs[i.name] === undefined);
    if (missing.length > 0) {
      const line = `${prefix} run ${typed} ${missing.map((i) => `${i.name}=…`).join(' ')}`;
      const otherwise = problem(say`${runbook.name} must be told more: write ${code(line)}. Nothing was started.`);
      return { kind: 'form', form: 'run', on, runbook: runbook.id, prefill: given.inputs, otherwise };
    }
    const data = { runbook: runbook.id, inputs: given.inputs };
    return { kind: 'act', verb: 'run', on, input: { type: 'incident.run', data } };
  },
});
