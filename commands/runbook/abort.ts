/** `abort [R-n] <reason…>`: the run ends; what was done stays done. */
import { defineVerb, problem } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';

export const abort = defineVerb({
  name: 'abort',
  aliases: ['stop', 'cancel', 'kill'],
  usage: 'abort [R-n] <reason…>',
  summary: 'End a run: no further step begins, and what was done stays done.',
  may: 'abort',
  takesIncident: false,
  takesRun: true,
  examples: [{ text: 'abort R-17 wrong runbook', means: 'with the reason, for the record' }],
  parse(args, { run, prefix }) {
    const reason = args.rest(0);
    if (!reason) return problem(say`Why? Write ${code(`${prefix} abort R-17 the reason`)}. Nothing was stopped.`);
    return { kind: 'run', on: run, verb: 'abort', input: { type: 'run.abort', data: { reason } } };
  },
});
