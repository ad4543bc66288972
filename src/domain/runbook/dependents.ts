/** Who reads a step: the steps still to come that need its result and do not ask first whether it is there. */
import { expressionsIn, references } from '../../lib/expression.ts';
import { isEnded, stepOf } from './evolve.ts';
import { everyStep, stepsOf } from './locate.ts';
import type { Run, Step } from './model.ts';
import { kindOf } from './steps/index.ts';

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Every expression the step itself holds; those of steps in it are theirs. */
function expressionsOf(step: Step): readonly string[] {
  const found = (value: unknown) => textsIn(value).flatMap((t) => expressionsIn(t).map((e) => e.source));
  const own = step.if === undefined ? [] : [step.if];
  switch (step.type) {
    case 'action': {
      // Of these the whole parameter is an expression, with or without `${{ }}` around it.
      const bare = (kindOf(step.kind)?.schema.expressions ?? []).flatMap((name) => textsIn(step.params[name]));
      const whole = bare.filter((t) => expressionsIn(t).length === 0);
      return [...own, ...found(step.params), ...whole, ...(step.expect === undefined ? [] : [step.expect])];
    }
    case 'choice':
      return [...own, ...found(step.facts)];
    case 'each':
      return [...own, ...found(step.items)];
    default:
      return own;
  }
}

const readsPlainly = (step: Step, ids: ReadonlySet<string>): boolean =>
  expressionsOf(step).some((source) =>
    references(source).some(({ path, optional }) => !optional && path[0] === 'steps' && ids.has(path[1] ?? '')),
  );

/** `has(steps.x)` is a question and no need: such a step goes on without it. */
export function dependentsOf(run: Run, step: Step): readonly Step[] {
  if (isEnded(run) && run.status !== 'failed') return [];
  const inside = everyStep([step]);
  const ids = new Set(inside.map((s) => s.id));
  const open = stepsOf(run).filter((s) => !inside.includes(s) && !isOver(run, s));
  return open.filter((s) => readsPlainly(s, ids));
}

const isOver = (run: Run, step: Step): boolean => ['done', 'skipped'].includes(stepOf(run, step.path).status);
