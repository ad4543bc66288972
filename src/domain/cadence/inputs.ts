/** What can happen to a recurring task. */
import type { Input, Ref } from '../../engine/decision.ts';
import type { TaskRule } from './model.ts';

export type TaskInput =
  /** The workflows in use say this of it. */
  | Input<'task.plan', { rule: TaskRule }>
  /** They do not mention it any more. */
  | Input<'task.drop', object>
  | Input<'task.due', { due: number; revision: number }>
  /** Its time to be ended is over. */
  | Input<'task.overdue', { due: number }>
  /** Its run tells. */
  | Input<'run.began', { run: number; due?: number }>
  | Input<'run.moved', { run: number; status: string; line?: string }>
  | Input<'chat.failed', { what: string; reason: string }>;

export const task = (id: number): Ref => ({ kind: 'task', id });
