/** `list [query]`, `list for INC-n`: the runbooks there are, or those that fit an incident. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const list = defineVerb({
  name: 'list',
  aliases: ['ls', 'find', 'search'],
  usage: 'list [for] [INC-n] [words…]',
  summary: 'The runbooks: all, those about something, or those that fit an incident.',
  may: 'anyone',
  takesIncident: true,
  examples: [
    { text: 'list', means: 'all of them' },
    { text: 'list api', means: 'with “api” in name, alert or severity' },
    { text: 'list for INC-42', means: 'those that fit the incident, best first' },
  ],
  parse(args, { on }) {
    if (on !== 'current') return { kind: 'ask', question: 'runbooks', on };
    const named = args.word(0) === 'for' ? /^(?:inc-?|#)(\d{1,9})$/.exec(args.word(1) ?? '')?.[1] : undefined;
    if (named !== undefined) return { kind: 'ask', question: 'runbooks', on: Number(named) };
    return { kind: 'ask', question: 'runbook-list', query: args.rest(0) };
  },
});
