/** `lint [runbook]`: the hazards of the runbooks in use, as `tocsin check` finds them. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';
import { runbookNamed } from './named.ts';

export const lint = defineVerb({
  name: 'lint',
  aliases: ['hazards'],
  usage: 'lint [runbook]',
  summary: 'What in a runbook, or in all of them, would hurt somebody at 03:00; also what was accepted, and why.',
  may: 'anyone',
  takesIncident: false,
  examples: [
    { text: 'lint', means: 'the hazards of everything that is in use' },
    { text: 'lint api-completely-down', means: 'those of one runbook' },
  ],
  parse(args, { catalog, prefix }) {
    const typed = args.rest(0);
    if (!typed) return { kind: 'ask', question: 'lint' };
    const found = runbookNamed(catalog.runbooks, typed, (name) => (name ? `${prefix} lint ${name}` : `${prefix} list`));
    return 'problem' in found ? found.problem : { kind: 'ask', question: 'lint', runbook: found.runbook.id };
  },
});
