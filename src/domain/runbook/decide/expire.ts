/** An approval lapsed before enough people agreed. The run waits: a person may have it planned again. */
import type { Decided, Draft } from '../draft.ts';

export function expire(d: Draft, due: { step: string; digest: string }): Decided {
  const { approval } = d.step(due.step);
  if (approval?.status !== 'pending' || approval.digest !== due.digest) return { events: [] };
  d.emit({ type: 'approval.expired', step: due.step });
  return d.decision();
}
