/** Everything a runbook's steps will ask of the outside, with what can be known of their parameters before a run. */
import { interpolate, type Scope } from '../../lib/expression.ts';
import { everyStep } from './locate.ts';
import type { ActionStep, Params, Runbook } from './model.ts';
import type { Need } from './needs.ts';
import { kindOf } from './steps/index.ts';

export interface Ask {
  readonly runbook: Runbook;
  readonly step: ActionStep;
  /** As far as they are known before a run. */
  readonly params: Params;
  readonly need: Need;
}

/** `service` is what the run would read as `service.…`. Inputs are taken at their defaults. */
export function asksOf(runbook: Runbook, service: Params): readonly Ask[] {
  const inputs = Object.fromEntries(
    runbook.inputs.flatMap((i) => (i.default === undefined ? [] : [[i.name, i.default]])),
  );
  return everyStep(runbook.steps).flatMap((step) => {
    const kind = step.type === 'action' ? kindOf(step.kind) : undefined;
    if (step.type !== 'action' || !kind) return [];
    const params = foreseen(step.params, { inputs, service });
    return kind.needs(params).map((need) => ({ runbook, step, params, need }));
  });
}

/** Each parameter by itself: one that hangs on an earlier step must not hide the others. */
function foreseen(params: Params, scope: Scope): Params {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      const result = interpolate(value, scope);
      return [key, result.ok ? result.value : value];
    }),
  );
}
