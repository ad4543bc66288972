/** What a runbook would change if it ran now: its changes alone, each planned on what is there, shown, and left at that. */
import type { ActionStep, Runbook, Step } from './model.ts';
import { kindOf } from './steps/index.ts';

/** Its changes one after the other, whatever stands around them: none waits for a person, and none keeps the next from being planned. */
export function previewOf(runbook: Runbook): Runbook {
  const { lock: _l, steps, ...rest } = runbook;
  return { ...rest, name: `Plan of ${runbook.name}`, steps: changesIn(steps, []) };
}

/** `when` says under what conditions a step would be reached: an option, a failure, each of a list. */
function changesIn(steps: readonly Step[], when: readonly string[]): readonly ActionStep[] {
  return steps.flatMap((step) => changesOf(step, step.if === undefined ? when : [...when, `if ${step.if}`]));
}

function changesOf(step: Step, only: readonly string[]): readonly ActionStep[] {
  switch (step.type) {
    case 'action': {
      if (!kindOf(step.kind)?.mutates) return [];
      const { if: _if, ...always } = step;
      const name = only.length > 0 ? `${step.name} (${only.join(', ')})` : step.name;
      return [{ ...always, name, goesOn: true }];
    }
    case 'parallel':
      return changesIn(step.steps, only);
    case 'choice':
      return step.options.flatMap((o) => changesIn(o.steps, [...only, `“${o.label}”`]));
    case 'group':
      return [
        ...changesIn(step.steps, only),
        ...changesIn(step.onFailure ?? [], [...only, 'after a failure']),
        ...changesIn(step.always ?? [], [...only, 'in any case']),
      ];
    case 'each':
      return changesIn(step.steps, [...only, `for each ${step.as}`]);
  }
}
