/** `resolve [summary…]`: it is over; a form asks for the summary when there is none. */
import { defineVerb, type Intent } from '../../src/inbound/slack/define-command.ts';

export const resolve = defineVerb({
  name: 'resolve',
  aliases: ['resolved', 'close', 'done', 'fixed'],
  usage: 'resolve [INC-n] [summary…]',
  summary: 'End the incident: escalation stops, pages are closed.',
  may: 'resolve',
  takesIncident: true,
  examples: [
    { text: 'resolve rolled back to 41, cause was the cache change', means: 'with the summary' },
    { text: 'resolve INC-42 false alarm', means: 'from any channel' },
    { text: 'resolve', means: 'opens a form' },
  ],
  parse(args, { on }): Intent {
    const summary = args.rest(0);
    const act = (data: { summary?: string }): Intent => ({
      kind: 'act',
      verb: 'resolve',
      on,
      input: { type: 'incident.resolve', data },
    });
    return summary ? act({ summary }) : { kind: 'form', form: 'resolve', on, prefill: {}, otherwise: act({}) };
  },
});
