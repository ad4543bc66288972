/** A worker is done with a step: what it read is judged, what it changed is recorded, and the run goes on. */
import { formatDuration } from '../../../lib/duration.ts';
import { advance } from '../advance.ts';
import type { Decided, Draft } from '../draft.ts';
import type { RunEvent } from '../events.ts';
import { isEnded, isExecuting } from '../evolve.ts';
import { type Judged, judge } from '../judge.ts';
import { actionAt, choiceAround, everyStep } from '../locate.ts';
import type { ActionStep, Plan, Watch } from '../model.ts';
import { boundedLines } from '../output.ts';
import type { Output } from '../step-kind.ts';
import { kindOf } from '../steps/index.ts';
import { keys } from '../stop.ts';

interface Settled {
  readonly step: string;
  readonly attempt: number;
  readonly output?: unknown;
  readonly lines?: readonly string[];
  readonly failure?: string;
  readonly final?: boolean;
  readonly undo?: Plan['undo'];
}

/** How soon a kind that is not decided yet is looked at again. */
const LOOK_EVERY = 3_000;

const NOTHING: Decided = { events: [] };

export function settled(d: Draft, told: Settled): Decided {
  const step = actionAt(d.run, told.step);
  const state = d.step(told.step);
  if (!step || isEnded(d.run) || state.attempt !== told.attempt) return NOTHING;
  const lines = told.lines ? { lines: boundedLines(told.lines) } : {};
  if (isExecuting(state)) {
    const { output, failure, undo } = told;
    const result = { step: step.path, ...(output === undefined ? {} : { output }), ...lines };
    if (failure === undefined) d.emit({ type: 'step.done', ...result, ...(undo ? { undo } : {}) });
    else d.emit({ type: 'step.failed', ...result, failure });
  } else if (state.status === 'planning') notPlanned(d, step, told.failure ?? 'no plan was made');
  else if (state.status === 'running' || state.status === 'watching') looked(d, step, told);
  else return NOTHING;
  advance(d);
  return d.decision();
}

/** Nothing was changed: where there was a choice, another option may still help. */
function notPlanned(d: Draft, step: ActionStep, failure: string): void {
  d.emit({ type: 'step.failed', step: step.path, failure });
  reopen(d, step, `${step.name}: ${failure}`);
}

/** Offers the choice a step came from again, unless something was changed since it was made. */
export function reopen(d: Draft, step: ActionStep, reason: string): boolean {
  const choice = choiceAround(d.run, step.path);
  if (!choice || step.goesOn) return false;
  const below = everyStep([choice]).filter((s) => s.path !== choice.path);
  const changed = below
    .filter((s) => s.type === 'action')
    .map((s) => d.step(s.path))
    .some((s) => s.touched || s.approval?.status === 'used');
  if (changed) return false;
  d.emit({ type: 'choice.reopened', step: choice.path, reason });
  return true;
}

function looked(d: Draft, step: ActionStep, told: Settled): void {
  const kind = kindOf(step.kind);
  if (!kind || kind.mutates || 'ask' in kind) return;
  const found = verdictOn(d, step, kind, told);
  const { startedAt: since = d.now } = d.step(step.path);
  const look = { found, attempt: told.attempt, since };
  if (step.watch) held(d, step, step.watch, look);
  else reached(d, step, look);
}

interface Look {
  readonly found: Found;
  readonly attempt: number;
  /** When the first of these looks was begun. */
  readonly since: number;
}

const shownOf = (step: ActionStep, { output, lines }: Found) => ({
  step: step.path,
  ...(output ? { output } : {}),
  lines,
});

function reached(d: Draft, step: ActionStep, { found, attempt, since }: Look): void {
  const passes = found.passed ? (d.step(step.path).passes ?? 0) + 1 : 0;
  const every = step.until?.every ?? LOOK_EVERY;
  const within = step.until?.within ?? step.timeout;
  const shown = shownOf(step, found);
  if (found.passed && passes >= (step.until?.passes ?? 1)) d.emit({ type: 'step.done', ...shown });
  else if (found.final || (!step.until && !found.pending))
    d.emit({ type: 'step.failed', ...shown, failure: found.why });
  else if (d.now + every > since + within) {
    const why = found.why || found.lines[0] || 'it did not pass often enough in a row';
    d.emit({ type: 'step.failed', ...shown, failure: `not reached within ${formatDuration(within)}: ${why}` });
  } else lookAgain(d, step, { attempt: attempt + 1, passes, lines: found.lines, reason: found.why }, every);
}

/** One look that is not as expected ends it: what was to hold did not. */
function held(d: Draft, step: ActionStep, watch: Watch, { found, attempt, since }: Look): void {
  const lasted = Math.max(0, d.now - since);
  const shown = shownOf(step, found);
  if (!found.passed && !found.pending) {
    const failure = `held for ${formatDuration(lasted)} of ${formatDuration(watch.for)}: ${found.why}`;
    d.emit({ type: 'step.failed', ...shown, failure });
  } else if (found.passed && lasted >= watch.for) d.emit({ type: 'step.done', ...shown });
  else lookAgain(d, step, { attempt: attempt + 1, passes: 0, lines: found.lines, reason: found.why }, watch.every);
}

type Next = Pick<Extract<RunEvent, { type: 'step.watched' }>, 'attempt' | 'passes' | 'lines' | 'reason'>;

function lookAgain(d: Draft, step: ActionStep, next: Next, every: number): void {
  const { path } = step;
  const { attempt } = next;
  d.emit({ type: 'step.watched', step: path, ...next });
  d.timer(keys.look(path, attempt), d.now + every, 'step.look', { step: path, attempt });
}

interface Found {
  readonly passed: boolean;
  readonly pending: boolean;
  readonly final: boolean;
  readonly why: string;
  readonly output?: Output;
  readonly lines: readonly string[];
}

function verdictOn(d: Draft, step: ActionStep, kind: Judged, told: Settled): Found {
  const lines = boundedLines(told.lines ?? []);
  const none = { passed: false, pending: false, final: false, why: '', lines };
  if (told.failure !== undefined) {
    // A kind that waits for something is patient with servers that do not answer for a while, too.
    return { ...none, why: told.failure, pending: kind.pending !== undefined, final: told.final === true };
  }
  if (told.output === null || typeof told.output !== 'object') return { ...none, why: 'the worker gave no output' };
  const output = told.output as Output;
  const verdict = judge(d.run, step, kind, output);
  switch (verdict.kind) {
    case 'pass':
      return { ...none, passed: true, output };
    case 'pending':
      return { ...none, pending: true, output };
    case 'fail':
      return { ...none, final: verdict.final, why: verdict.why, output };
  }
}
