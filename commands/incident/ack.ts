/** `ack [for 20m]`: I am on it; the escalation waits that long. */
import { defineVerb, problem } from '../../src/inbound/slack/define-command.ts';
import { parseDuration } from '../../src/lib/duration.ts';
import { code, say } from '../../src/lib/text.ts';

export const ack = defineVerb({
  name: 'ack',
  aliases: ['acknowledge', 'acked', 'mine'],
  usage: 'ack [INC-n] [for 20m]',
  summary: 'Take the incident: nobody else is called while you hold it.',
  may: 'ack',
  takesIncident: true,
  examples: [
    { text: 'ack', means: 'for as long as the policy says' },
    { text: 'ack for 20m', means: 'for twenty minutes' },
    { text: 'ack INC-42', means: 'from any channel' },
  ],
  parse(args, { on, prefix }) {
    const asked = args.word(0) === 'for';
    const typed = args.word(asked ? 1 : 0);
    const forMs = typed === undefined ? undefined : parseDuration(typed);
    // "ack, looking into it" is an ack; "ack for a while" would silently get another time than was asked for.
    if ((asked && forMs === undefined) || forMs === 0) {
      return problem(
        say`For how long? Write ${code(`${prefix} ack for 20m`)} or just ${code(`${prefix} ack`)}. Nothing was done.`,
      );
    }
    return {
      kind: 'act',
      verb: 'ack',
      on,
      input: { type: 'incident.ack', data: forMs === undefined ? {} : { forMs } },
    };
  },
});
