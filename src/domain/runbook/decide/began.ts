/** A run that a step of this one asked for has begun; or whoever began this one was stopped. */
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';
import { run as runRef } from '../inputs.ts';
import { stop } from '../stop.ts';

export function began(d: Draft, told: { step: string; attempt: number; run: number }): Decided {
  const { status, attempt } = d.step(told.step);
  if (!isEnded(d.run) && !d.run.stopping && status === 'running' && attempt === told.attempt) {
    d.emit({ type: 'step.began', step: told.step, run: told.run });
    return d.decision();
  }
  // It was stopped before it could know whom to stop.
  const reason = `R-${d.self.id} does not wait for it any more`;
  d.send(`${told.step}/stop/${told.attempt}`, { type: 'run.stop', to: runRef(told.run), data: { reason } });
  return d.decision();
}

export function stopped(d: Draft, told: { reason: string }): Decided {
  if (!isEnded(d.run) && !d.run.stopping) stop(d, 'worker', told.reason);
  return d.decision();
}
