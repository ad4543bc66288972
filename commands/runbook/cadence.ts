/** `cadence [service]`: what recurs, when it is due next, and how it went. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const cadence = defineVerb({
  name: 'cadence',
  aliases: ['tasks', 'due'],
  usage: 'cadence [service]',
  summary: 'What recurs: when it is due, who has it, what was late or missed.',
  may: 'anyone',
  takesIncident: false,
  examples: [
    { text: 'cadence', means: 'of every service' },
    { text: 'cadence architect', means: 'of this one' },
  ],
  parse: (args) => ({ kind: 'ask', question: 'cadence', service: args.rest(0).toLowerCase() }),
});
