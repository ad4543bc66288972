/** What each event makes of a recurring task: the only way its state changes. */
import type { EventMeta } from '../../engine/decision.ts';
import type { TaskEvent } from './events.ts';
import { MOST_PAST, type Past, type Task } from './model.ts';

export function evolve(task: Task | undefined, e: TaskEvent, meta: EventMeta): Task {
  if (e.type === 'task.planned') {
    const { id, rule, next } = e;
    return { past: [], ...task, id, rule, next, revision: (task?.revision ?? 0) + 1 };
  }
  if (!task) throw new Error(`${e.type} before task.planned`);
  switch (e.type) {
    case 'task.dropped': {
      const { next: _n, ...rest } = task;
      return { ...rest, revision: task.revision + 1 };
    }
    case 'task.fell-due': {
      const { untold: _u, ...rest } = task;
      return { ...rest, next: e.next, open: { due: e.due } };
    }
    case 'task.began':
      return task.open ? { ...task, open: { ...task.open, run: e.run } } : task;
    case 'task.late':
      return task.open ? { ...task, open: { ...task.open, late: true } } : task;
    case 'task.ended':
      return ended(task, e, meta.at);
    case 'reviews.told': {
      const { untold: _u, ...rest } = task;
      return { ...rest, next: e.next };
    }
    case 'task.untold':
      return { ...task, untold: e.reason };
  }
}

/** A run that failed may be gone on with, and end once more: then this is how it went. */
function ended(task: Task, e: Extract<TaskEvent, { type: 'task.ended' }>, at: number): Task {
  const { due, is, run, why } = e;
  const { open, ...rest } = task;
  const one: Past = { due, is, at, ...(run === undefined ? {} : { run }), ...(why === undefined ? {} : { why }) };
  const others = task.past.filter((p) => p.due !== due);
  const past = [one, ...others].sort((a, b) => b.due - a.due).slice(0, MOST_PAST);
  return { ...rest, ...(open && open.due !== due ? { open } : {}), past };
}
