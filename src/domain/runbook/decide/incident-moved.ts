/** The incident is worse or better than when the run began: a yes to what was asked before is for something else, so it is asked anew. */
import { advance } from '../advance.ts';
import { planAgain } from '../begin.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';
import { actionAt } from '../locate.ts';
import { incidentOf } from '../scope.ts';
import { keys } from '../stop.ts';

export function incidentMoved(d: Draft, told: { severity: string; rank: number; at: number }): Decided {
  const { severity, rank, at } = told;
  const { incidentNow } = d.run;
  if (isEnded(d.run) || (incidentNow && incidentNow.at >= at)) return { events: [] };
  const same = incidentOf(d.run).severity === severity;
  d.emit({ type: 'incident.moved', severity, rank, at });
  if (same) return d.decision();
  for (const [path, { status, approval, attempt }] of Object.entries(d.run.steps)) {
    const step = actionAt(d.run, path);
    if (!step || status !== 'approving' || approval?.status !== 'pending') continue;
    const reason = `the incident is ${severity.toUpperCase()} now`;
    d.emit({ type: 'approval.void', step: path, reason, moved: [] });
    d.cancel(keys.expire(path, attempt));
    planAgain(d, step);
  }
  advance(d);
  return d.decision();
}
