/** `help [verb]`: made from what the commands say about themselves. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';

export const help = defineVerb({
  name: 'help',
  aliases: ['?', 'h', 'usage'],
  usage: 'help [verb]',
  summary: 'This list, or one verb with its examples.',
  may: 'anyone',
  takesIncident: false,
  examples: [
    { text: 'help', means: 'everything' },
    { text: 'help declare', means: 'one verb' },
  ],
  parse(args) {
    const verb = args.word(0);
    return verb ? { kind: 'ask', question: 'verb', verb } : { kind: 'ask', question: 'help' };
  },
});
