/** The plans a run waits with, for who types a verdict: what each would do, and the line that decides on exactly it. */
import type { ApprovalState, Run } from '../domain/runbook/model.ts';
import { bold, code, say, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { planOf } from './approval-card.ts';
import { header, lines } from './blocks.ts';
import { oneLine } from './clean.ts';
import { message } from './message.ts';
import type { People } from './who.ts';

export interface PlansLook {
  readonly people: People;
  /** The line to type, from `approve R-17 a1b2c3d4`. */
  readonly line: (rest: string) => string;
  readonly yes: boolean;
}

export function plansView(run: Run, pending: readonly ApprovalState[], look: PlansLook): Message {
  const verb = look.yes ? 'approve' : 'reject';
  const rows = pending.flatMap((a) => {
    const plan = planOf(a);
    const digest = a.digest.slice(0, 8);
    const reason = look.yes ? '' : ' reason…';
    return [
      say`${bold(oneLine(plan?.summary ?? 'a plan'))}`,
      ...(plan?.changes ?? [])
        .slice(0, 12)
        .map((c) => say`• ${oneLine(c.what)}: ${code(oneLine(c.from))} → ${code(oneLine(c.to))}`),
      ...(plan?.notes ?? []).slice(0, 8).map((n) => say`⚠️ ${oneLine(n)}`),
      say`lapses ${time(a.expiresAt)} · ${code(look.line(`${verb} R-${run.id} ${digest}${reason}`))}`,
    ];
  });
  const title = `R-${run.id} · ${run.runbook.name}`;
  return message(
    [
      header(`Plans of ${title}`),
      ...lines([say`Nothing was decided. A ${look.yes ? 'yes' : 'no'} names the plan it is for:`, ...rows], 500),
    ],
    say`${title}: ${pending.length} waiting for approval`,
  );
}
