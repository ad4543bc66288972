/** `reject R-n [plan] <reason…>`: nothing is changed. */
import { defineVerb, problem } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';

const PLAN = /^[0-9a-f]{8,64}$/;

export const reject = defineVerb({
  name: 'reject',
  aliases: ['no', 'refuse', 'deny'],
  usage: 'reject [R-n] [plan] <reason…>',
  summary: 'Say no to a plan: nothing is changed, and the reason is kept.',
  may: 'anyone',
  takesIncident: false,
  takesRun: true,
  examples: [{ text: 'reject R-17 the last deploy is to blame, roll back instead', means: 'the plan it waits with' }],
  parse(args, { run, prefix }) {
    const first = args.word(0) ?? '';
    const plan = PLAN.test(first) ? first : undefined;
    const reason = args.rest(plan ? 1 : 0);
    if (!reason) return problem(say`Why not? Write ${code(`${prefix} reject R-17 the reason`)}. Nothing was decided.`);
    return { kind: 'verdict', on: run, yes: false, reason, ...(plan ? { plan } : {}) };
  },
});
