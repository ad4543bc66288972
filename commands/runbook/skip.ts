/** `skip [R-n] <step> <reason…>`: the run goes on without a step that nothing later needs. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';
import { atStep } from './at-step.ts';

export const skip = defineVerb({
  name: 'skip',
  aliases: ['omit'],
  usage: 'skip [R-n] <step> <reason…>',
  summary: 'Leave a step out, with the reason; refused when a later step reads its result.',
  may: 'skip',
  takesIncident: false,
  takesRun: true,
  examples: [{ text: 'skip R-17 3 was done by hand', means: 'its third step' }],
  parse: (args, context) => atStep('skip', args, context),
});
