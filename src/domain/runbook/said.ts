/** What the steps of a run gave out, for the thread below its card: the card itself shows only the newest. */
import { stepsOf } from './locate.ts';
import type { Run } from './model.ts';

/** Steps in one message: ten lines of each are about what Slack takes. */
export const SAID_TOGETHER = 6;
const MOST_MESSAGES = 5;

/** How many messages it takes; what is more stays in the record. */
export function messagesOf(run: Run): number {
  const spoke = stepsOf(run).filter(({ path }) => (run.steps[path]?.lines?.length ?? 0) > 0).length;
  return Math.min(MOST_MESSAGES, Math.ceil(spoke / SAID_TOGETHER));
}
