/** `status [R-n]`: where a run stands, for you alone, with its buttons. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const status = defineVerb({
  name: 'status',
  aliases: ['card', 'where'],
  usage: 'status [R-n]',
  summary: 'Where a run stands, step by step, with its buttons.',
  may: 'anyone',
  takesIncident: false,
  takesRun: true,
  examples: [
    { text: 'status', means: 'the run that is under way here' },
    { text: 'status R-17', means: 'any run' },
  ],
  parse: (_args, { run }) => ({ kind: 'ask', question: 'run-status', run }),
});
