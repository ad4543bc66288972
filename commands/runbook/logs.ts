/** `logs [R-n] [step]`: what the steps said; of one step everything the record keeps. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const logs = defineVerb({
  name: 'logs',
  aliases: ['log', 'output'],
  usage: 'logs [R-n] [step]',
  summary: 'What the steps of a run said: the newest lines of each, or all of one.',
  may: 'anyone',
  takesIncident: false,
  takesRun: true,
  examples: [
    { text: 'logs', means: 'of the run that is under way here' },
    { text: 'logs R-17 3', means: 'everything that is kept of its third step' },
  ],
  parse(args, { run }) {
    const step = args.rest(0);
    return { kind: 'ask', question: 'run-logs', run, ...(step ? { step } : {}) };
  },
});
