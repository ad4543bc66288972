/** Answers in time, or says that the answer is late and delivers it by any way that is left. */

import { LATE, within } from '../../lib/within.ts';
import type { Message } from '../../ports/chat.ts';
import { brokenView, notRecordedView, stillWorkingView } from '../../views/trouble-view.ts';
import type { Caller } from './caller.ts';
import type { SlackDeps } from './deps.ts';

/** How one kind of interaction is answered. */
export interface Surface {
  /** Within Slack's three seconds. */
  answer(message: Message): Promise<void>;
  /** After them. @default by `tell` */
  later?(message: Message): Promise<void>;
}

const isDefect = (e: unknown) =>
  e instanceof TypeError || e instanceof RangeError || e instanceof ReferenceError || e instanceof SyntaxError;

/** What a person sees instead of an exception. */
export function trouble(deps: Pick<SlackDeps, 'phones' | 'log'>, what: string, error: unknown): Message {
  deps.log.error({ err: error, what }, 'a request from Slack failed');
  return isDefect(error) ? brokenView(what, deps.phones()) : notRecordedView(what, deps.phones());
}

/** Seen by the person alone: in the thread or channel they are in, or as a direct message where we are not in the channel. */
export async function tell(deps: Pick<SlackDeps, 'chat' | 'log'>, caller: Caller, message: Message): Promise<void> {
  if (caller.channel !== undefined) {
    try {
      return await deps.chat.whisper(caller.channel, caller.user, message, caller.thread);
    } catch (error) {
      deps.log.info({ err: error, channel: caller.channel }, 'could not whisper, sending a direct message instead');
    }
  }
  await deps.chat.post(caller.user, message, { key: `${caller.key}/told` });
}

/**
 * `what` names the request in messages about failures. The answer is awaited before anything is said: what is answered
 * "done" has been committed.
 */
export async function converse(
  deps: Pick<SlackDeps, 'chat' | 'log' | 'phones' | 'answerWithin'>,
  caller: Caller,
  surface: Surface,
  what: string,
  work: () => Promise<Message>,
): Promise<void> {
  const done = work().catch((error: unknown) => trouble(deps, what, error));
  const first = await within(done, deps.answerWithin ?? 2_300);
  if (first !== LATE) return surface.answer(first);
  await surface.answer(stillWorkingView(what, deps.phones()));
  const message = await done;
  if (surface.later) {
    try {
      return await surface.later(message);
    } catch (error) {
      deps.log.warn({ err: error }, 'the reply address did not take the late answer');
    }
  }
  await tell(deps, caller, message);
}
