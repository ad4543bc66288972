/** What comes next: walks the steps in order, starts what may start, and ends the run when nothing is left or may go on. */
import { begin } from './begin.ts';
import type { Draft } from './draft.ts';
import { isEnded } from './evolve.ts';
import { expanded } from './expand.ts';
import { locate } from './locate.ts';
import type { ChoiceStep, EachStep, GroupStep, ParallelStep, Step } from './model.ts';
import { end, endStopped, stop } from './stop.ts';

type Progress = { readonly is: 'over' | 'busy' } | { readonly is: 'failed'; readonly reason: string };

const OVER: Progress = { is: 'over' };
const BUSY: Progress = { is: 'busy' };

/** Called after everything that may have moved the run. */
export function advance(d: Draft): void {
  if (isEnded(d.run)) return;
  if (d.run.stopping) {
    endStopped(d);
    return;
  }
  const progress = d.run.paused ? BUSY : inOrder(d, expanded(d.run));
  if (isEnded(d.run)) return;
  if (progress.is === 'over') end(d, 'done');
  if (progress.is === 'failed') end(d, 'failed', progress.reason);
  const { incidentEnded, status } = d.run;
  if (incidentEnded !== undefined && status === 'waiting') stop(d, 'worker', incidentEnded);
}

function inOrder(d: Draft, steps: readonly Step[]): Progress {
  for (const step of steps) {
    const progress = go(d, step);
    if (progress.is !== 'over') return progress;
  }
  return OVER;
}

function go(d: Draft, step: Step): Progress {
  if (d.step(step.path).status === 'waiting') begin(d, step);
  if (isEnded(d.run) || d.run.stopping) return BUSY;
  const progress = standing(d, step);
  return progress.is === 'failed' && step.goesOn ? OVER : progress;
}

function standing(d: Draft, step: Step): Progress {
  const { status, failure } = d.step(step.path);
  switch (status) {
    case 'done':
    case 'skipped':
      return OVER;
    case 'failed':
      return { is: 'failed', reason: [step.name, failure ?? 'failed'].filter(Boolean).join(': ') };
    case 'running':
      return inside(d, step);
    default:
      return BUSY;
  }
}

function inside(d: Draft, step: Step): Progress {
  switch (step.type) {
    case 'action':
      return BUSY;
    case 'parallel':
      return atOnce(d, step);
    case 'choice':
      return chosen(d, step);
    case 'group':
      return together(d, step);
    case 'each':
      return oneByOne(d, step);
  }
}

/**
 * All branches start before any is waited for. A branch that only wanted to know something and could not is no reason to
 * stop people from acting; one that expected something is.
 */
function atOnce(d: Draft, step: ParallelStep): Progress {
  const all = step.steps.map((branch) => ({ branch, progress: go(d, branch) }));
  if (all.some((b) => b.progress.is === 'busy')) return BUSY;
  const failed = all.find(
    ({ branch: b, progress }) => progress.is === 'failed' && (b.expect !== undefined || b.until || b.params.expect),
  );
  if (failed) return failed.progress;
  d.emit({ type: 'step.done', step: step.path });
  return OVER;
}

function chosen(d: Draft, step: ChoiceStep): Progress {
  const label = d.step(step.path).choice?.label;
  const option = step.options.find((o) => o.label === label);
  if (!option || label === undefined) return BUSY;
  const progress = inOrder(d, option.steps);
  if (progress.is !== 'over') return progress;
  d.emit({ type: 'step.done', step: step.path, output: { choice: label } });
  return OVER;
}

function fail(d: Draft, step: Step, failure: string): Progress {
  d.emit({ type: 'step.failed', step: step.path, failure });
  return standing(d, step);
}

/** A failure stays a failure after `onFailure`; what is done in any case comes last, and its own failure counts when nothing else failed. */
function together(d: Draft, step: GroupStep): Progress {
  const main = inOrder(d, step.steps);
  if (main.is === 'busy') return BUSY;
  if (main.is === 'failed' && step.onFailure && inOrder(d, step.onFailure).is === 'busy') return BUSY;
  const last = step.always ? inOrder(d, step.always) : OVER;
  if (last.is === 'busy') return BUSY;
  const failed = main.is === 'failed' ? main : last.is === 'failed' ? last : undefined;
  if (failed) return fail(d, step, failed.reason);
  d.emit({ type: 'step.done', step: step.path });
  return OVER;
}

function oneByOne(d: Draft, step: EachStep): Progress {
  // Its list may have become known a moment ago.
  const now = locate(d.run, step.path)?.step;
  const rounds = now?.type === 'each' ? (now.rounds ?? []) : [];
  for (const round of rounds) {
    const progress = inOrder(d, round);
    if (progress.is === 'busy') return BUSY;
    if (progress.is === 'failed') return fail(d, step, progress.reason);
  }
  d.emit({ type: 'step.done', step: step.path, output: { count: rounds.length } });
  return OVER;
}
