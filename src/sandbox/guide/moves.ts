/** What to press next so that a rollback is asked for and decided on, wherever people have got to by themselves. */
import type { Pointer } from '../control/wire.ts';
import type { Message } from '../slack/model/types.ts';
import { type ApprovalSeen, CHOICE, type RunSeen } from './scene/runs-seen.ts';
import type { Scene } from './scene/scene.ts';
import { controlWith } from './scene/words.ts';

export interface Move {
  readonly kind: 'wait' | 'start' | 'choose' | 'approve' | 'other-plan' | 'ask-again';
  readonly say: string;
  readonly point: Pointer;
}

export const WAIT: Pointer = { target: { kind: 'wait' } };

/** Cards are edited a moment after what they tell: until the button is there, there is nothing to press. */
export const onButton = (as: string, card: Message, label: string): Pointer =>
  controlWith(card, label) === undefined
    ? WAIT
    : { as, channel: card.channel, target: { kind: 'button', ts: card.ts, label } };

/** Typed in the incident's channel, or where incidents are announced while that is not open. */
export const onComposer = (s: Scene, as: string, text: string): Pointer => ({
  as,
  channel: s.incident?.channel ?? s.incidents,
  target: { kind: 'composer', text },
});

/** The newest run, and what it has asked for last. */
export function current(s: Scene): { run: RunSeen | undefined; approval: ApprovalSeen | undefined } {
  const run = s.runs.at(-1);
  return { run, approval: s.approvals.findLast((a) => a.run === run?.run) };
}

/** Who may approve what this run asks for: of the group, and neither started it nor chose in it. */
export function approver(s: Scene): string {
  const askers = current(s).run?.askers ?? [];
  return s.people.others.find((id) => !askers.includes(id)) ?? s.people.onCall;
}

const ended = (run: RunSeen): boolean => ['done', 'failed', 'aborted'].includes(run.status);

export function nextMove(s: Scene): Move {
  const { run, approval } = current(s);
  const { asker, first } = s.people;
  const card = s.incident?.card;
  const wait: Move = { kind: 'wait', say: 'Tocsin is at work. What comes next appears in a moment.', point: WAIT };
  if (!card) return wait;
  if (!run || ended(run)) {
    const say = `You are ${first(asker)}, in the incident’s channel. On the card, open the menu Runbook and choose “API completely down”.`;
    return { kind: 'start', say, point: onButton(asker, card, 'Runbook') };
  }
  if (approval?.status === 'pending') {
    const who = approver(s);
    if (approval.rollback) {
      const say = `Become ${first(who)}, read the plan, and press Approve.`;
      return { kind: 'approve', say, point: onButton(who, approval.card, 'Approve') };
    }
    const say = `This plan is another one: “${approval.summary}”. Become ${first(who)} and press Reject, then choose again.`;
    return { kind: 'other-plan', say, point: onButton(who, approval.card, 'Reject') };
  }
  if (approval?.status === 'expired') {
    const who = approval.askedBy ?? asker;
    const say = `Nobody agreed in time, so the request lapsed and nothing was changed. Press “Plan and ask again” as ${first(who)}.`;
    return { kind: 'ask-again', say, point: onButton(who, approval.card, 'Plan and ask again') };
  }
  if (run.asks) {
    const say = `The runbook has looked and asks how to go on. As ${first(asker)}, press “${CHOICE}”.`;
    return { kind: 'choose', say, point: onButton(asker, run.card, CHOICE) };
  }
  return wait;
}
