/** `history [target]`: what ran, newest first. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const history = defineVerb({
  name: 'history',
  aliases: ['runs'],
  usage: 'history [target]',
  summary: 'The newest runs, of everything or of one target or runbook.',
  may: 'anyone',
  takesIncident: false,
  examples: [
    { text: 'history', means: 'the newest of all' },
    { text: 'history deployment/architect-production/architect-api', means: 'what changed this target' },
  ],
  parse: (args) => ({ kind: 'ask', question: 'run-history', query: args.rest(0) }),
});
