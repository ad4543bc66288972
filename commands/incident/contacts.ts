/** `contacts [INC-n]`: whom to call, inside and outside, with their numbers. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const contacts = defineVerb({
  name: 'contacts',
  aliases: ['contact', 'vendors', 'phone'],
  usage: 'contacts [INC-n]',
  summary: 'Whom to call: the people of its levels, and vendors of the service.',
  may: 'anyone',
  takesIncident: true,
  examples: [{ text: 'contacts', means: 'of this incident’s service' }],
  parse: (_args, { on }) => ({ kind: 'ask', question: 'contacts', on }),
});
