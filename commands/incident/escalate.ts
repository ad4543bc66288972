/** `escalate [2|next] [reason…]`: call more people now. */
import { defineVerb, problem } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';

export const escalate = defineVerb({
  name: 'escalate',
  aliases: ['page', 'esc'],
  usage: 'escalate [INC-n] [LEVEL|next] [reason…]',
  summary: 'Call the next level, or the one you name, without waiting for the clock.',
  may: 'escalate',
  takesIncident: true,
  examples: [
    { text: 'escalate', means: 'the next level, now' },
    { text: 'escalate 3 customers are calling', means: 'up to level 3, with the reason' },
  ],
  parse(args, { on, prefix }) {
    let at = 0;
    while (['to', 'level'].includes(args.word(at) ?? '')) at += 1;
    const word = args.word(at) ?? '';
    const level = /^(?:l|level)?([1-9]\d?)$/.exec(word)?.[1];
    const named = level !== undefined || word === 'next';
    // "escalate customers call" has a reason; "escalate to the database people" must not wake the directors instead.
    if (at > 0 && !named) {
      return problem(
        say`To which level? Write ${code(`${prefix} escalate 3`)} or ${code(`${prefix} escalate next`)}; a reason may follow. Nobody was paged.`,
      );
    }
    const reason = args.rest(named ? at + 1 : 0);
    const data = { to: level === undefined ? ('next' as const) : Number(level), ...(reason ? { reason } : {}) };
    return { kind: 'act', verb: 'escalate', on, input: { type: 'incident.escalate', data } };
  },
});
