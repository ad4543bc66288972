/** The target lock: two runs never change one target at a time. The database keeps it unique; the loser waits here. */
import type { Draft } from './draft.ts';
import type { ActionStep, Params } from './model.ts';
import { type Held, resolve, scopeOf } from './scope.ts';
import type { ChangeKind } from './step-kind.ts';

const RETRY = 10_000;

/** What the runbook names, or what the step's kind says it changes. */
function targetOf(d: Draft, kind: ChangeKind, params: Params): Held<string> {
  const { runbook, lock } = d.run;
  if (runbook.lock === undefined) return { ok: true, value: kind.target(params) };
  if (lock !== undefined) return { ok: true, value: lock };
  const named = resolve({ lock: runbook.lock }, scopeOf(d.run, undefined));
  return named.ok ? { ok: true, value: String(named.value.lock) } : named;
}

/** True once this run holds the target. Otherwise it asks again by itself, or the step has failed. */
export function holdTarget(d: Draft, step: ActionStep, kind: ChangeKind, params: Params): boolean {
  const { path } = step;
  const target = targetOf(d, kind, params);
  if (!target.ok) {
    d.emit({ type: 'step.failed', step: path, failure: target.error });
    return false;
  }
  if (d.run.lock === target.value) return true;
  // The run that began this one holds it, and waits.
  if (d.holder && d.holder.id === d.run.within?.run) return true;
  if (!d.holder) {
    d.emit({ type: 'lock.taken', target: target.value });
    return true;
  }
  const { lockedBy } = d.step(path);
  if (lockedBy !== d.holder.id) d.emit({ type: 'lock.waiting', step: path, target: target.value, holder: d.holder.id });
  if (lockedBy === undefined) lookAgain(d, path);
  return false;
}

/** One look follows on another, whatever else moves the run meanwhile. */
export function lookAgain(d: Draft, path: string): void {
  const { attempt } = d.step(path);
  d.timer(`${path}/lock/${d.now}`, d.now + RETRY, 'step.look', { step: path, attempt });
}
