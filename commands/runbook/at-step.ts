/** `<step> <reason…>`: what a verb needs that goes against the runbook's own course. */
import type { Args, CommandContext, Intent } from '../../src/inbound/slack/define-command.ts';
import { problem } from '../../src/inbound/slack/define-command.ts';
import { code, say } from '../../src/lib/text.ts';

export function atStep(verb: 'retry' | 'skip', args: Args, { run, prefix }: CommandContext): Intent {
  const step = args.words[0]?.value;
  const reason = args.rest(1);
  if (step === undefined || !reason) {
    const line = code(`${prefix} ${verb} R-17 3 the reason`);
    return problem(
      say`Which step, and why? Write ${line}; ${code(`${prefix} logs R-17`)} names the steps. Nothing was done.`,
    );
  }
  return { kind: 'run', on: run, verb, input: { type: `step.${verb}`, data: { step, reason } } };
}
