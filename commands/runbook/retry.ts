/** `retry [R-n] <step> <reason…>`: a run that failed goes on at the step it failed at. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';
import { atStep } from './at-step.ts';

export const retry = defineVerb({
  name: 'retry',
  aliases: ['again'],
  usage: 'retry [R-n] <step> <reason…>',
  summary: 'Try a failed step again: a look is repeated, a change is planned and approved anew.',
  may: 'retry',
  takesIncident: false,
  takesRun: true,
  examples: [{ text: 'retry R-17 3 the exporter is back', means: 'its third step, and the run goes on from there' }],
  parse: (args, context) => atStep('retry', args, context),
});
