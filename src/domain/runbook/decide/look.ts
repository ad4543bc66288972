/** It is time to look again: at a watched step, or whether the target is free by now. */
import { advance } from '../advance.ts';
import { read } from '../begin.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';
import { actionAt } from '../locate.ts';
import { lookAgain } from '../lock.ts';
import { resolve, scopeOf } from '../scope.ts';

export function look(d: Draft, due: { step: string; attempt: number }): Decided {
  const step = actionAt(d.run, due.step);
  const state = d.step(due.step);
  if (!step || isEnded(d.run) || state.attempt !== due.attempt) return { events: [] };
  if (state.status === 'waiting' && state.lockedBy !== undefined) {
    advance(d);
    if (d.step(step.path).lockedBy !== undefined) lookAgain(d, step.path);
  } else if (state.status === 'watching' && state.until !== undefined) {
    d.emit({ type: 'step.done', step: step.path });
    advance(d);
  } else if (state.status === 'watching') {
    const params = resolve(step.params, scopeOf(d.run, step.path));
    if (params.ok) read(d, step, params.value);
    else {
      d.emit({ type: 'step.failed', step: step.path, failure: params.error });
      advance(d);
    }
  }
  return d.decision();
}
