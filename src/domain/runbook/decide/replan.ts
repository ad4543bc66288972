/** A person has a step planned again after its approval lapsed: on what is there now, with a new approval. */
import { say } from '../../../lib/text.ts';
import { advance } from '../advance.ts';
import { planAgain } from '../begin.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';
import type { Clicker } from '../inputs.ts';
import { actionAt } from '../locate.ts';
import { deny, denyVerb, personOf, type Refused } from '../who.ts';

export function replan(d: Draft, asked: { step: string } & Clicker): Decided | Refused {
  const denied = denyVerb(d, 'run', 'have a step planned', asked.step, asked);
  if (denied) return denied;
  const step = actionAt(d.run, asked.step);
  const { status, approval } = d.step(asked.step);
  const lapsed = approval?.status === 'expired' || (approval?.status === 'pending' && d.now >= approval.expiresAt);
  // One that was left out meanwhile keeps its card, but not its turn.
  if (!step || isEnded(d.run) || d.run.stopping || status !== 'approving' || !lapsed) {
    return deny(
      d,
      asked,
      asked.step,
      'not-lapsed',
      say`This step needs no new plan: R-${d.self.id} is ${d.run.status}.`,
    );
  }
  if (approval?.status === 'pending') d.emit({ type: 'approval.expired', step: step.path });
  planAgain(d, step, personOf(d.catalog, asked.person));
  advance(d);
  return d.decision({ code: 'planning', text: say`${step.name} is planned on what is there now.`, ref: d.self });
}
