/** Finds steps in the tree of a run, with what they stand in. */
import { expanded, partsOf, type Walked } from './expand.ts';
import type { ActionStep, ChoiceStep, Step } from './model.ts';

export interface Located {
  readonly step: Step;
  /** Outermost first. */
  readonly inside: readonly Step[];
}

export function locate(run: Walked, path: string): Located | undefined {
  const search = (steps: readonly Step[], inside: Located['inside']): Located | undefined => {
    for (const step of steps) {
      if (step.path === path) return { step, inside };
      const found = step.type === 'action' ? undefined : search(partsOf(step), [...inside, step]);
      if (found) return found;
    }
    return undefined;
  };
  return search(expanded(run), []);
}

export function actionAt(run: Walked, path: string): ActionStep | undefined {
  const step = locate(run, path)?.step;
  return step?.type === 'action' ? step : undefined;
}

/** Walked for every event of every run. */
const walked = new WeakMap<readonly Step[], readonly Step[]>();

/** Every step below these, themselves included. */
export function everyStep(steps: readonly Step[]): readonly Step[] {
  const known = walked.get(steps);
  if (known) return known;
  const all = steps.flatMap((s) => [s, ...everyStep(partsOf(s))]);
  walked.set(steps, all);
  return all;
}

/** Every step of a run as far as it is known. */
export const stepsOf = (run: Walked): readonly Step[] => everyStep(expanded(run));

/** The innermost choice a step was chosen in. */
export function choiceAround(run: Walked, path: string): ChoiceStep | undefined {
  return locate(run, path)?.inside.findLast((s): s is ChoiceStep => s.type === 'choice');
}

/** Steps of a parallel have lanes of their own, so that they run at once. */
export function isBranch(run: Walked, path: string): boolean {
  return locate(run, path)?.inside.at(-1)?.type === 'parallel';
}
