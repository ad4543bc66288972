/** `timeline [INC-n]`: what happened, who did it, when. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const timeline = defineVerb({
  name: 'timeline',
  aliases: ['log', 'history', 'audit'],
  usage: 'timeline [INC-n]',
  summary: 'What happened so far, newest last.',
  may: 'anyone',
  takesIncident: true,
  examples: [{ text: 'timeline INC-42', means: 'its newest entries' }],
  parse: (_args, { on }) => ({ kind: 'ask', question: 'timeline', on }),
});
