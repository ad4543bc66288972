/** `run <runbook> [input=value…] [in=INC-n]`: start it for an incident; whatever changes production still asks for approval. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';
import { run as runInIncident } from '../incident/run.ts';

export const run = defineVerb({
  ...runInIncident,
  aliases: ['start'],
  usage: 'run [INC-n] <runbook> [input=value…] [in=INC-n]',
  summary: 'Start a runbook for the incident here: it looks first, and asks before it changes anything.',
  examples: [
    { text: 'run api-completely-down', means: 'for the incident of this channel, with its default inputs' },
    { text: 'run api-completely-down namespace=staging in=INC-42', means: 'with an input, for that incident' },
    { text: 'run', means: 'lists the runbooks that fit' },
  ],
});
