/** `list`: what is open. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const list = defineVerb({
  name: 'list',
  aliases: ['ls', 'all'],
  usage: 'list',
  summary: 'The open incidents, worst first.',
  may: 'anyone',
  takesIncident: false,
  examples: [{ text: 'list', means: 'all that are open' }],
  parse: () => ({ kind: 'ask', question: 'list' }),
});
