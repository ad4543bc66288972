/** What a runbook would change, plan by plan, as an approver would be shown it; without a button, because nothing is asked. */
import type { Run, Step, StepState } from '../domain/runbook/model.ts';
import { bold, code, say } from '../lib/text.ts';
import { planOf, planRows } from './approval-card.ts';
import { type Block, context, lines, paragraph } from './blocks.ts';
import type { People } from './who.ts';

/** More would not fit on a card. */
const MOST = 12;

function part(step: Step, state: StepState | undefined, people: People): Block[] {
  const plan = state?.preview && planOf(state.preview);
  if (state?.preview && plan) {
    const { digest, policy } = state.preview;
    const head = say`${bold(step.name)} · plan ${code(digest.slice(0, 8))}`;
    return lines([head, ...planRows(policy, plan, people)], 400);
  }
  // Why there is none yet, or which run plans it.
  const told = state?.lines ?? [];
  return told.length > 0 ? lines([say`${bold(step.name)}: ${told.join('; ')}`], 400) : [];
}

export function previewPart(run: Run, people: People): Block[] {
  const { steps } = run.runbook;
  return [
    ...steps.slice(0, MOST).flatMap((step) => part(step, run.steps[step.path], people)),
    ...(steps.length > MOST ? paragraph(say`… and ${steps.length - MOST} more`) : []),
    context(
      say`Nothing was changed, and nothing can be approved here: when it runs, each change is planned anew and asked for.`,
    ),
  ];
}
