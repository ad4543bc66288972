/** `plan <runbook> [input=value…]`: what it would change if it ran now; nothing is asked for, and nothing is changed. */
import { defineVerb, problem } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';
import { inputsTyped, runbookNamed } from './named.ts';

export const plan = defineVerb({
  name: 'plan',
  aliases: ['preview', 'dry-run'],
  usage: 'plan <runbook> [input=value…]',
  summary: 'What a runbook would change if it ran now, and who would have to agree. Nothing is changed.',
  may: 'run',
  keys: 'free',
  takesIncident: false,
  examples: [
    { text: 'plan api-completely-down', means: 'with its default inputs' },
    { text: 'plan api-completely-down namespace=staging', means: 'with an input' },
  ],
  parse(args, { catalog, prefix }) {
    const typed = args.rest(0);
    if (!typed)
      return problem(say`Which runbook? ${code(`${prefix} plan NAME`)}; ${code(`${prefix} list`)} lists them.`);
    const found = runbookNamed(catalog.runbooks, typed, (name) => (name ? `${prefix} plan ${name}` : `${prefix} list`));
    if ('problem' in found) return found.problem;
    const given = inputsTyped(found.runbook, args);
    if ('problem' in given) return given.problem;
    const missing = found.runbook.inputs.filter((i) => i.default === undefined && given.inputs[i.name] === undefined);
    if (missing.length > 0) {
      const line = `${prefix} plan ${typed} ${missing.map((i) => `${i.name}=…`).join(' ')}`;
      return problem(say`${found.runbook.name} must be told more: write ${code(line)}. Nothing was planned.`);
    }
    return { kind: 'begin', runbook: found.runbook.id, inputs: given.inputs, preview: true };
  },
});
