/** `help [verb]`: made from what the commands say about themselves. */
import { defineVerb } from '../../src/inbound/slack/define-command.ts';
import { help as ofIncidents } from '../incident/help.ts';

export const help = defineVerb({
  ...ofIncidents,
  examples: [
    { text: 'help', means: 'everything' },
    { text: 'help approve', means: 'one verb' },
  ],
});
