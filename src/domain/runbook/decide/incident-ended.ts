/** The incident is over: a run that waits for people ends; one that only looks may finish looking. */
import { advance } from '../advance.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';

export function incidentEnded(d: Draft, told: { reason: string }): Decided {
  if (isEnded(d.run) || d.run.incidentEnded !== undefined) return { events: [] };
  d.emit({ type: 'incident.ended', reason: told.reason });
  advance(d);
  return d.decision();
}
