/** What happened to a recurring task. State is the fold of these. */
import type { TaskOutcome, TaskRule } from './model.ts';

export type TaskEvent =
  | { readonly type: 'task.planned'; readonly id: number; readonly rule: TaskRule; readonly next: number }
  | { readonly type: 'task.dropped' }
  /** Its time has come; `next` is the one after. */
  | { readonly type: 'task.fell-due'; readonly due: number; readonly next: number }
  | { readonly type: 'task.began'; readonly run: number }
  /** Not ended in time. */
  | { readonly type: 'task.late'; readonly due: number }
  | {
      readonly type: 'task.ended';
      readonly due: number;
      readonly is: TaskOutcome;
      readonly run?: number;
      readonly why?: string;
    }
  /** People were told which runbooks nobody has read for too long. */
  | { readonly type: 'reviews.told'; readonly due: number; readonly next: number; readonly runbooks: readonly string[] }
  | { readonly type: 'task.untold'; readonly reason: string };
