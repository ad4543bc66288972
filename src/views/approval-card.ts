/** A plan and its yes or no: exactly what would change, who asked, who has agreed, until when. */
import { missing } from '../domain/approval/model.ts';
import { homeName } from '../domain/runbook/home.ts';
import type { ApprovalState, Plan, Run } from '../domain/runbook/model.ts';
import { bold, code, joined, say, type Text, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { ACTIONS, stepId } from './actions.ts';
import { actions, type Block, button, context, header, lines } from './blocks.ts';
import { oneLine } from './clean.ts';
import { message } from './message.ts';
import { planReach } from './plan-reach.ts';
import { type People, who } from './who.ts';

/** The stored bytes are what will be executed, so they, and nothing else, are what is shown. */
export function planOf(approval: Pick<ApprovalState, 'plan'>): Plan | undefined {
  try {
    const plan: unknown = JSON.parse(approval.plan);
    return typeof plan === 'object' && plan !== null && 'summary' in plan ? (plan as Plan) : undefined;
  } catch {
    return undefined;
  }
}

function glassText({ glass }: ApprovalState, people: People): Text | undefined {
  if (!glass) return undefined;
  const alone = glass.requester ? ', who had asked for it,' : '';
  const looked = glass.reviewed
    ? say`looked into by ${who(glass.reviewed.by, people)}`
    : say`to be looked into by ${time(glass.reviewBy)}`;
  return say`🚨 ${bold('Break-glass')}: ${who(glass.by, people)}${alone} carried it out alone (${oneLine(glass.reason)}); ${looked}`;
}

function verdict(a: ApprovalState, people: People): Text {
  const alone = glassText(a, people);
  if (alone) return alone;
  const by = joined(
    a.by.map((b) => [who(b.person, people)]),
    ', ',
  );
  switch (a.status) {
    case 'pending':
      return say`⏸ ${bold('Waits for approval')} ${a.policy.min - missing(a.policy, a.by)}/${a.policy.min}${a.by.length > 0 ? say` (${by})` : []}`;
    case 'approved':
      return say`✅ ${bold('Approved')} by ${by}; it runs now`;
    case 'used':
      return say`✅ ${bold('Approved')} by ${by} and carried out once`;
    case 'rejected':
      return say`✗ ${bold('Rejected')}${a.rejectedBy ? say` by ${who(a.rejectedBy, people)}` : []}; nothing was changed`;
    case 'expired':
      return say`⌛ ${bold('Expired')} before enough people agreed; nothing was changed`;
    case 'void':
      return say`⊘ ${bold('Void')}: ${oneLine(a.voided ?? 'what was shown is no longer what is there')}; nothing was changed`;
  }
}

/** What would change, how far it reaches, how it is taken back, and who has to agree. */
export function planRows(policy: ApprovalState['policy'], plan: Plan, people: People): Text[] {
  const from = policy.from.join(', ') || 'anyone';
  const own = policy.requester ? 'the requester may count' : 'the requester does not count';
  return [
    say`${bold(oneLine(plan.summary))}`,
    ...plan.changes
      .slice(0, 12)
      .map((c) => say`• ${oneLine(c.what)}: ${code(oneLine(c.from))} → ${code(oneLine(c.to))}`),
    ...(plan.changes.length > 12 ? [say`… and ${plan.changes.length - 12} more changes`] : []),
    ...planReach(plan),
    ...plan.notes.slice(0, 8).map((n) => say`⚠️ ${oneLine(n)}`),
    plan.undo ? say`↩️ Can be undone: ${oneLine(plan.undo.summary)}` : say`⚠️ Cannot be undone by itself`,
    ...(plan.as === undefined ? [] : [say`In the cluster as ${code(oneLine(plan.as))}, with their rights`]),
    say`${bold('Asked by')} ${who(plan.requester, people)} · ${bold('May approve')} ${from}: ${policy.min} needed${policy.distinct ? ', of different groups' : ''}, ${own}`,
    ...(policy.because ?? []).map((why) => say`⬆️ More have to agree: ${oneLine(why)}`),
  ];
}

function buttons(run: Run, a: ApprovalState, plan: Plan): Block[] {
  const step = run.steps[plan.step];
  if (a.status === 'expired' && step?.status === 'approving' && step.approval?.id === a.id) {
    return actions([button('Plan and ask again', { action: ACTIONS.replan, value: stepId(run.id, plan.step) })]);
  }
  if (a.glass && !a.glass.reviewed) return actions([button('Reviewed', { action: ACTIONS.reviewed, value: a.id })]);
  if (a.status !== 'pending') return [];
  return actions([
    button('Approve', {
      action: ACTIONS.approve,
      value: a.id,
      style: 'primary',
      confirm: { title: 'Approve exactly this?', text: plan.summary, yes: 'Approve' },
    }),
    button('Reject', { action: ACTIONS.reject, value: a.id, style: 'danger' }),
    ...(a.policy.glass ? [button('Break glass…', { action: ACTIONS.glassForm, value: a.id })] : []),
  ]);
}

export function approvalCard(run: Run, approval: ApprovalState, people: People): Message {
  const plan = planOf(approval);
  if (!plan) throw new Error(`run ${run.id}: the stored plan of approval ${approval.id} is not a plan`);
  const expires = approval.status === 'pending' ? say` · lapses ${time(approval.expiresAt)}` : [];
  return message(
    [
      header(`${approval.status === 'pending' ? '⏸ Approval needed' : 'Approval'} · ${run.runbook.name}`),
      ...lines([verdict(approval, people), ...planRows(approval.policy, plan, people)], 500),
      ...buttons(run, approval, plan),
      context(
        say`${homeName(run)} · R-${run.id} · ${plan.kind} · plan ${code(approval.digest.slice(0, 8))} · asked ${time(approval.askedAt)}${expires}`,
      ),
    ],
    say`${approval.status === 'pending' ? 'Approval needed' : `Approval ${approval.status}`}: ${plan.summary}`,
  );
}
