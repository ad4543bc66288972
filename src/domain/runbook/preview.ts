/** What a runbook would change if it ran now: its changes alone, each planned on what is there, shown, and left at that. */
import type { ActionStep, Runbook, Step } from './model.ts';
import { kindOf } from './steps/index.ts';

type Runbooks = readonly Runbook[];

/**
 * Its changes one after the other, whatever stands around them: none waits for a person, and none keeps the next from being
 * planned. A runbook that it runs is planned in its turn, as a run of its own.
 */
export function previewOf(runbook: Runbook, all: Runbooks): Runbook {
  const { lock: _l, steps, ...rest } = runbook;
  const kept = changesIn(steps, []).filter(({ runs }) => runs === undefined || changes(runs, all, [runbook.id]));
  return { ...rest, name: `Plan of ${runbook.name}`, steps: kept.map(({ step }) => step) };
}

interface Change {
  readonly step: ActionStep;
  /** Id of the runbook it runs. */
  readonly runs?: string;
}

/** Whether anything is changed by it, or by what it runs; one that nobody knows may. `above`: what is looked into already. */
function changes(id: string, all: Runbooks, above: readonly string[]): boolean {
  if (above.includes(id)) return false;
  const runbook = all.find((r) => r.id === id);
  if (!runbook) return true;
  return changesIn(runbook.steps, []).some(({ runs }) => runs === undefined || changes(runs, all, [...above, id]));
}

/** `when` says under what conditions a step would be reached: an option, a failure, each of a list. */
function changesIn(steps: readonly Step[], when: readonly string[]): readonly Change[] {
  return steps.flatMap((step) => changesOf(step, step.if === undefined ? when : [...when, `if ${step.if}`]));
}

function changesOf(step: Step, only: readonly string[]): readonly Change[] {
  switch (step.type) {
    case 'action': {
      const kind = kindOf(step.kind);
      const runs = kind?.needs(step.params).flatMap((n) => (n.on === 'runbook' ? [n.runbook] : []))[0];
      if (!kind?.mutates && runs === undefined) return [];
      const { if: _if, ...always } = step;
      const name = only.length > 0 ? `${step.name} (${only.join(', ')})` : step.name;
      return [{ step: { ...always, name, goesOn: true }, ...(runs === undefined ? {} : { runs }) }];
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
