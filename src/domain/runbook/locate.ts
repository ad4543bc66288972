/** Finds steps in the tree of a runbook, with what they stand in. */
import type { ActionStep, ChoiceStep, ParallelStep, Runbook, Step } from './model.ts';

export interface Located {
  readonly step: Step;
  /** Outermost first. */
  readonly inside: readonly (ParallelStep | ChoiceStep)[];
}

const partsOf = (step: Step): readonly Step[] => {
  switch (step.type) {
    case 'action':
      return [];
    case 'parallel':
      return step.steps;
    case 'choice':
      return step.options.flatMap((o) => o.steps);
  }
};

export function locate(runbook: Runbook, path: string): Located | undefined {
  const search = (steps: readonly Step[], inside: Located['inside']): Located | undefined => {
    for (const step of steps) {
      if (step.path === path) return { step, inside };
      const found = step.type === 'action' ? undefined : search(partsOf(step), [...inside, step]);
      if (found) return found;
    }
    return undefined;
  };
  return search(runbook.steps, []);
}

export function actionAt(runbook: Runbook, path: string): ActionStep | undefined {
  const step = locate(runbook, path)?.step;
  return step?.type === 'action' ? step : undefined;
}

/** A runbook does not change, and is walked for every event of its runs. */
const walked = new WeakMap<readonly Step[], readonly Step[]>();

/** Every step below these, themselves included. */
export function everyStep(steps: readonly Step[]): readonly Step[] {
  const known = walked.get(steps);
  if (known) return known;
  const all = steps.flatMap((s) => [s, ...everyStep(partsOf(s))]);
  walked.set(steps, all);
  return all;
}

/** The innermost choice a step was chosen in. */
export function choiceAround(runbook: Runbook, path: string): ChoiceStep | undefined {
  return locate(runbook, path)?.inside.findLast((s): s is ChoiceStep => s.type === 'choice');
}

/** Steps of a parallel have lanes of their own, so that they run at once. */
export function isBranch(runbook: Runbook, path: string): boolean {
  return locate(runbook, path)?.inside.at(-1)?.type === 'parallel';
}
