/** The rules of a recurring task; this table is all that ties them together. */
import type { Aggregate } from '../../engine/aggregate.ts';
import type { Context, Decision, Refusal } from '../../engine/decision.ts';
import { refuse } from '../../engine/decision.ts';
import { say } from '../../lib/text.ts';
import type { Catalog } from '../catalog/model.ts';
import { fellDue } from './decide/fell-due.ts';
import { drop, plan } from './decide/plan.ts';
import { overdue, runBegan, runMoved } from './decide/run.ts';
import { Draft } from './draft.ts';
import type { TaskEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { TaskInput } from './inputs.ts';
import type { Task } from './model.ts';

function decide(
  state: Task | undefined,
  input: TaskInput,
  context: Context<Catalog>,
): Decision<TaskEvent> | Refusal<TaskEvent> {
  const d = new Draft(state, input, context);
  // Two workers read the same new file; the other one was first.
  if (context.guardHeldBy) return refuse('planned-already', say`This task is planned already.`);
  if (input.type === 'task.plan') return plan(d, state, input.data.rule);
  if (!state) return refuse('no-such-task', say`There is no such task.`);
  switch (input.type) {
    case 'task.drop':
      return drop(d);
    case 'task.due':
      return fellDue(d, input.data);
    case 'task.overdue':
      return overdue(d, input.data);
    case 'run.began':
      return runBegan(d, input.data);
    case 'run.moved':
      return runMoved(d, input.data);
    case 'chat.failed':
      d.emit({ type: 'task.untold', reason: input.data.reason });
      return d.decision();
  }
}

export const taskAggregate: Aggregate<Task, TaskInput, TaskEvent, Catalog> = {
  kind: 'task',
  decide,
  evolve,
  guard: (task) => task.rule.name,
};
