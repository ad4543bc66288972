/** `show <runbook>`: its steps, inputs and owner, before anybody starts it. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';
import { runbookNamed } from './named.ts';

export const show = defineVerb({
  name: 'show',
  aliases: ['view', 'describe'],
  usage: 'show <runbook>',
  summary: 'What a runbook does: its steps, its inputs, what it changes.',
  may: 'anyone',
  takesIncident: false,
  examples: [{ text: 'show api-completely-down', means: 'its steps, and which of them ask for approval' }],
  parse(args, { catalog, prefix }) {
    const typed = args.rest(0);
    if (!typed) return { kind: 'ask', question: 'runbook-list', query: '' };
    const found = runbookNamed(catalog.runbooks, typed, (name) => (name ? `${prefix} show ${name}` : `${prefix} list`));
    return 'problem' in found ? found.problem : { kind: 'ask', question: 'runbook', id: found.runbook.id };
  },
});
