/** `pause [R-n] [reason…]` and `resume [R-n] [reason…]`: nothing new begins until it goes on. */
import { defineVerb, type VerbSpec } from '../../src/inbound/slack/define-command.ts';

const held =
  (type: 'run.pause' | 'run.resume'): VerbSpec['parse'] =>
  (args, { run }) => {
    const reason = args.rest(0);
    return { kind: 'run', on: run, verb: 'pause', input: { type, data: reason ? { reason } : {} } };
  };

export const pause = defineVerb({
  name: 'pause',
  aliases: ['hold'],
  usage: 'pause [R-n] [reason…]',
  summary: 'No further step begins, and no plan can be approved, until somebody resumes the run.',
  may: 'pause',
  takesIncident: false,
  takesRun: true,
  examples: [{ text: 'pause R-17 a deploy is under way', means: 'what is under way is waited for' }],
  parse: held('run.pause'),
});

export const resume = defineVerb({
  name: 'resume',
  aliases: ['continue', 'unpause'],
  usage: 'resume [R-n] [reason…]',
  summary: 'A paused run goes on.',
  may: 'pause',
  takesIncident: false,
  takesRun: true,
  examples: [{ text: 'resume R-17', means: 'its next step begins' }],
  parse: held('run.resume'),
});
