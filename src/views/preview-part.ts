/** What a runbook would change, plan by plan, as an approver would be shown it; without a button, because nothing is asked. */
import type { Run } from '../domain/runbook/model.ts';
import { bold, code, say } from '../lib/text.ts';
import { planOf, planRows } from './approval-card.ts';
import { type Block, context, lines, paragraph } from './blocks.ts';
import type { People } from './who.ts';

/** More would not fit on a card. */
const MOST = 12;

export function previewPart(run: Run, people: People): Block[] {
  const planned = run.runbook.steps.flatMap((step) => {
    const made = run.steps[step.path]?.preview;
    const plan = made && planOf(made);
    return plan ? [{ step, made, plan }] : [];
  });
  const shown = planned.slice(0, MOST);
  return [
    ...shown.flatMap(({ step, made, plan }) =>
      lines(
        [say`${bold(step.name)} · plan ${code(made.digest.slice(0, 8))}`, ...planRows(made.policy, plan, people)],
        400,
      ),
    ),
    ...(planned.length > shown.length ? paragraph(say`… and ${planned.length - shown.length} more`) : []),
    context(
      say`Nothing was changed, and nothing can be approved here: when it runs, each change is planned anew and asked for.`,
    ),
  ];
}
