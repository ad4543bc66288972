/** `approve R-n <plan>`: the card's button, typed. It names the plan by its first characters, so that nobody agrees to another. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const approve = defineVerb({
  name: 'approve',
  aliases: ['yes', 'agree'],
  usage: 'approve [R-n] [plan]',
  summary: 'Agree to exactly one plan; without its name, see what waits and what to type.',
  // Who may is in the gate of the step, and is read at that moment.
  may: 'anyone',
  takesIncident: false,
  takesRun: true,
  examples: [
    { text: 'approve R-17 a1b2c3d4', means: 'that plan, as its card shows it' },
    { text: 'approve R-17', means: 'the plans it waits with; decides nothing' },
  ],
  parse(args, { run }) {
    const plan = args.word(0);
    return { kind: 'verdict', on: run, yes: true, ...(plan ? { plan } : {}) };
  },
});
