/** An approval lapsed before enough people agreed: the run waits for a person, plans it anew by itself, or ends, as its gate says. */
import { advance } from '../advance.ts';
import { planAgain } from '../begin.ts';
import type { Decided, Draft } from '../draft.ts';
import { actionAt } from '../locate.ts';
import { stop } from '../stop.ts';

/** Nobody answers: after so many requests in a row that lapsed it is left to a person. */
const MOST_REPLANS = 3;

export function expire(d: Draft, due: { step: string; digest: string }): Decided {
  const { approval, earlier } = d.step(due.step);
  if (approval?.status !== 'pending' || approval.digest !== due.digest) return { events: [] };
  d.emit({ type: 'approval.expired', step: due.step });
  const step = actionAt(d.run, due.step);
  const { onExpire = 'wait' } = approval.policy;
  const lapsed = (earlier ?? []).filter((a) => a.status === 'expired').length;
  if (!step || onExpire === 'wait' || (onExpire === 'replan' && lapsed >= MOST_REPLANS)) return d.decision();
  if (onExpire === 'abort') stop(d, 'timer', `${step.name}: nobody approved it in time`);
  else planAgain(d, step);
  advance(d);
  return d.decision();
}
