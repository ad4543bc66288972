/** `undo [R-n] [step]`: a run of its own, planned and approved like any other change. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const undo = defineVerb({
  name: 'undo',
  aliases: ['revert'],
  usage: 'undo [R-n] [step]',
  summary: 'Take back what a step did, as it was before; planned first, and approved like any change.',
  may: 'undo',
  takesIncident: false,
  takesRun: true,
  examples: [
    { text: 'undo R-17', means: 'its only step that can be undone' },
    { text: 'undo R-17 4', means: 'one of several' },
  ],
  parse(args, { run }) {
    const step = args.rest(0);
    return { kind: 'undo', on: run, ...(step ? { step } : {}) };
  },
});
