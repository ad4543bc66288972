/** The workflows in use say when a task recurs, or do not mention it any more. */
import { canonical } from '../../../lib/json.ts';
import type { Decided, Draft } from '../draft.ts';
import type { Task, TaskRule } from '../model.ts';
import { nextDue } from '../next-due.ts';

const dueTimer = ({ next, revision }: Task): string => `due/${revision}/${next}`;

/** Sets the timer of the next time. */
export function awaitNext(d: Draft): void {
  const { next, revision } = d.task;
  if (next !== undefined) d.timer(dueTimer(d.task), next, 'task.due', { due: next, revision });
}

/** A changed rule counts from now: what is under way stays as it is. */
export function plan(d: Draft, before: Task | undefined, rule: TaskRule): Decided {
  const planned = before?.next !== undefined;
  if (planned && canonical(before.rule) === canonical(rule)) return d.decision();
  if (planned) d.cancel(dueTimer(before));
  d.emit({ type: 'task.planned', id: d.self.id, rule, next: nextDue(rule.recurs, d.now) });
  awaitNext(d);
  return d.decision();
}

export function drop(d: Draft): Decided {
  if (d.task.next === undefined) return d.decision();
  d.cancel(dueTimer(d.task));
  d.emit({ type: 'task.dropped' });
  return d.decision();
}
