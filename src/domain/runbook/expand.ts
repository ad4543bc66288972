/** The tree of a run as it is now: a `forEach` whose list is known stands for the steps of every item. */
import type { EachStep, Run, Step } from './model.ts';

/** What is walked: the steps of a run, and the lists that are known by now. */
export type Walked = Pick<Run, 'runbook' | 'steps'>;

/** A runbook does not change, and is walked for every event of its runs. */
const plain = new WeakMap<readonly Step[], boolean>();
/** The newest tree of each runbook: most events of a run change no list. */
const newest = new WeakMap<readonly Step[], { readonly lists: string; readonly steps: readonly Step[] }>();

export function expanded({ runbook, steps: states }: Walked): readonly Step[] {
  const { steps } = runbook;
  if (isPlain(steps)) return steps;
  const lists = Object.entries(states)
    .flatMap(([path, s]) => (s.items ? [`${path}=${s.items.length}`] : []))
    .join();
  const known = newest.get(steps);
  if (known?.lists === lists) return known.steps;
  const made = { lists, steps: expand(steps, states) };
  newest.set(steps, made);
  return made.steps;
}

function isPlain(steps: readonly Step[]): boolean {
  const known = plain.get(steps);
  if (known !== undefined) return known;
  const is = steps.every((s) => s.type !== 'each' && isPlain(partsOf(s)));
  plain.set(steps, is);
  return is;
}

function expand(steps: readonly Step[], states: Run['steps']): readonly Step[] {
  return steps.map((step) => (step.type === 'each' ? rounds(step, states) : within(step, (s) => expand(s, states))));
}

function rounds(step: EachStep, states: Run['steps']): EachStep {
  const items = states[step.path]?.items ?? [];
  const [from, to] = [`${step.path}.each.`, (n: number) => roundOf(step, n)];
  return { ...step, rounds: items.map((_, n) => expand(moved(step.steps, from, to(n)), states)) };
}

/** What the paths of an item's steps begin with; `n` counts from 0, paths as people do. */
export const roundOf = (step: EachStep, n: number): string => `${step.path}.${n + 1}.`;

/** The same steps in another place. An id that was written stays: it means the step of the same item. */
function moved(steps: readonly Step[], from: string, to: string): readonly Step[] {
  return steps.map((step) => {
    const path = `${to}${step.path.slice(from.length)}`;
    const there = { ...step, path, id: step.id === step.path ? path : step.id };
    return within(there, (s) => moved(s, from, to));
  });
}

/** The same step with other steps in it. */
function within<S extends Step>(step: S, change: (steps: readonly Step[]) => readonly Step[]): S;
function within(step: Step, change: (steps: readonly Step[]) => readonly Step[]): Step {
  switch (step.type) {
    case 'action':
      return step;
    case 'parallel':
      return { ...step, steps: change(step.steps) as typeof step.steps };
    case 'choice':
      return { ...step, options: step.options.map((o) => ({ ...o, steps: change(o.steps) })) };
    case 'group': {
      const { onFailure, always } = step;
      return {
        ...step,
        steps: change(step.steps),
        ...(onFailure ? { onFailure: change(onFailure) } : {}),
        ...(always ? { always: change(always) } : {}),
      };
    }
    case 'each':
      return { ...step, steps: change(step.steps) };
  }
}

/** What stands directly in a step. */
export function partsOf(step: Step): readonly Step[] {
  switch (step.type) {
    case 'action':
      return [];
    case 'parallel':
      return step.steps;
    case 'choice':
      return step.options.flatMap((o) => o.steps);
    case 'group':
      return [...step.steps, ...(step.onFailure ?? []), ...(step.always ?? [])];
    case 'each':
      return step.rounds ? step.rounds.flat() : step.steps;
  }
}
