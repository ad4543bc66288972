/** `join`: I want to help; invites you to the incident's channel. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const join = defineVerb({
  name: 'join',
  aliases: ['helping'],
  usage: 'join [INC-n]',
  summary: 'Join the responders.',
  may: 'anyone',
  takesIncident: true,
  examples: [{ text: 'join INC-42', means: 'you are invited to its channel' }],
  parse: (_args, { on }) => ({ kind: 'act', verb: 'anyone', on, input: { type: 'incident.join', data: {} } }),
});
