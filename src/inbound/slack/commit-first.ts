/**
 * Bolt acknowledges events before any listener ran: a crash between the two would lose a declaration. Here the reply of
 * an event waits for its listeners, that is, for the commit; everything else is replied to when a listener says so.
 */
import type { App, ReceiverEvent } from '@slack/bolt';

/** Acknowledge with this body, or refuse so that Slack sends it again. */
export interface Reply {
  ok(body: unknown): Promise<void> | void;
  again(): Promise<void> | void;
}

export async function process(
  app: Pick<App, 'processEvent'>,
  event: Pick<ReceiverEvent, 'body' | 'retryNum' | 'retryReason'>,
  reply: Reply,
  within: number,
): Promise<void> {
  const isEvent = 'event' in event.body;
  let replied = false;
  const once = async (send: () => Promise<void> | void) => {
    if (replied) return;
    replied = true;
    await send();
  };
  // The last resort: a listener that says nothing in time is sent again, and its inbox key makes it once.
  const late = setTimeout(() => void once(() => reply.again()), within);
  try {
    await app.processEvent({
      ...event,
      async ack(body?: unknown) {
        if (!isEvent) await once(() => reply.ok(body));
      },
    });
    await once(() => reply.ok(undefined));
  } catch {
    // Logged by the app's error handler.
    await once(() => reply.again());
  } finally {
    clearTimeout(late);
  }
}
