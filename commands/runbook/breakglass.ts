/** `breakglass R-n <plan> phrase="…" <reason…>`: one person carries a plan out alone; told widely, and looked into by somebody else. */
import { defineVerb, problem } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';

export const breakglass = defineVerb({
  name: 'breakglass',
  aliases: ['break-glass', 'alone'],
  usage: 'breakglass [R-n] <plan> phrase="…" <reason…>',
  summary: 'Carry a plan out alone, when nobody else can be reached: told to everybody, and reviewed.',
  // The policy says who, and for which severities; read at that moment.
  may: 'anyone',
  keys: { phrase: 'the words the policy wants typed' },
  takesIncident: false,
  takesRun: true,
  examples: [
    {
      text: 'breakglass R-17 a1b2c3d4 phrase="break the glass" nobody of sre answers and checkout is down',
      means: 'that plan, now, on your own responsibility',
    },
  ],
  parse(args, { run, prefix }) {
    const plan = args.word(0);
    const reason = args.rest(1);
    if (!plan || !reason) {
      const line = code(`${prefix} breakglass R-17 a1b2c3d4 phrase="…" why it cannot wait`);
      return problem(say`Which plan, and why can it not wait? Write ${line}. Nothing was done.`);
    }
    return { kind: 'verdict', on: run, yes: true, plan, reason, glass: { phrase: args.keys.get('phrase') ?? '' } };
  },
});
