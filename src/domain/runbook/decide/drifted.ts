/** The world moved between the yes and the deed: nothing was done, the yes is void, and people are asked anew. */
import { advance } from '../advance.ts';
import { planAgain } from '../begin.ts';
import type { Decided, Draft } from '../draft.ts';
import { isExecuting } from '../evolve.ts';
import { actionAt } from '../locate.ts';
import { boundedLines } from '../output.ts';

/** Something else keeps changing the target: that needs a person, not another plan. */
const MOST_DRIFTS = 3;

export function drifted(d: Draft, told: { step: string; attempt: number; moved: readonly string[] }): Decided {
  const step = actionAt(d.run, told.step);
  const state = d.step(told.step);
  if (!step || !isExecuting(state) || state.attempt !== told.attempt) return { events: [] };
  const moved = boundedLines(told.moved.length > 0 ? told.moved : ['the target']);
  const what = moved.join('; ');
  d.emit({ type: 'approval.void', step: step.path, reason: `the plan changed: ${what}`, moved });
  const drifts = d.step(step.path).drifts ?? 0;
  if (d.run.stopping || drifts >= MOST_DRIFTS) {
    const failure = d.run.stopping
      ? `not done: ${what}`
      : `not done: the target changed ${drifts} times between approval and execution (${what})`;
    d.emit({ type: 'step.failed', step: step.path, failure });
  } else planAgain(d, step);
  advance(d);
  return d.decision();
}
