/** What a run that did not end well has changed, what it has not, and what nobody knows. */
import { isExecuting } from './evolve.ts';
import { stepsOf } from './locate.ts';
import type { Plan, Run, StepState } from './model.ts';
import { cut } from './output.ts';

type Fate = 'Done' | 'Under way' | 'Failed' | 'Nobody knows' | 'Not done';

/** Only what was to change something, and only what was begun. */
function fateOf(s: StepState): Fate | undefined {
  const { approval, status } = s;
  if (!approval) return undefined;
  if (status === 'unknown') return 'Nobody knows';
  if (isExecuting(s)) return 'Under way';
  if (approval.status !== 'used') return 'Not done';
  if (status === 'done') return 'Done';
  return status === 'failed' ? 'Failed' : 'Not done';
}

const ORDER: readonly Fate[] = ['Done', 'Under way', 'Failed', 'Nobody knows', 'Not done'];

/** `Done: Scale … to 15. Not done: Roll back …`; empty when it was to change nothing yet. */
export function account(run: Run): string {
  const all = stepsOf(run).flatMap(({ path }) => {
    const state = run.steps[path];
    const fate = state && fateOf(state);
    if (!fate || !state.approval) return [];
    return [{ fate, what: cut((JSON.parse(state.approval.plan) as Plan).summary, 120) }];
  });
  const told = ORDER.flatMap((fate) => {
    const these = all.filter((a) => a.fate === fate).map((a) => a.what);
    return these.length === 0 ? [] : [`${fate}: ${these.join('; ')}.`];
  });
  return cut(told.join(' '), 1_000);
}
