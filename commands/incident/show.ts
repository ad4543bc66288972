/** `show [INC-n]`: the card, for you alone. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const show = defineVerb({
  name: 'show',
  aliases: ['view', 'this', 'card'],
  usage: 'show [INC-n]',
  summary: 'Where an incident stands, with its buttons.',
  may: 'anyone',
  takesIncident: true,
  examples: [
    { text: 'show', means: 'the incident of this channel' },
    { text: 'show INC-42', means: 'any incident' },
  ],
  parse: (_args, { on }) => ({ kind: 'ask', question: 'show', on }),
});
