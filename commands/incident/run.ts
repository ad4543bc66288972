/** `run <runbook> [input=value…]`: start a runbook; whatever changes production still asks for approval. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';
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
    const data = { runbook: found.runbook.id, inputs: given.inputs };
    return { kind: 'act', verb: 'run', on, input: { type: 'incident.run', data } };
  },
});
