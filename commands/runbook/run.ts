/** `run <runbook> [input=value…] [in=INC-n]`: start it for an incident; whatever changes production still asks for approval. */
import { defineVerb, problem } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';
import { run as runInIncident } from '../incident/run.ts';

export const run = defineVerb({
  ...runInIncident,
  aliases: ['start'],
  usage: 'run [INC-n] <runbook> [input=value…] [in=INC-n | --alone] [--form]',
  flags: { ...runInIncident.flags, alone: 'without an incident: its card comes to this channel' },
  summary: 'Start a runbook for the incident here: it looks first, and asks before it changes anything.',
  examples: [
    { text: 'run api-completely-down', means: 'for the incident of this channel, with its default inputs' },
    { text: 'run api-completely-down namespace=staging in=INC-42', means: 'with an input, for that incident' },
    { text: 'run api-completely-down --form', means: 'choose its inputs in a form' },
    { text: 'run api-completely-down --alone', means: 'without an incident, in this channel' },
    { text: 'run', means: 'lists the runbooks that fit' },
  ],
  parse(args, context) {
    const intent = runInIncident.parse(args, context);
    if (!args.flags.has('alone')) return intent;
    if (intent.kind === 'form')
      return problem(
        say`Without an incident no form opens: write its inputs, as ${code(`${context.prefix} show ${args.rest(0)}`)} lists them.`,
      );
    if (intent.kind !== 'act' || intent.input.type !== 'incident.run') return intent;
    const { runbook, inputs = {} } = intent.input.data;
    return { kind: 'begin', runbook, inputs };
  },
});
