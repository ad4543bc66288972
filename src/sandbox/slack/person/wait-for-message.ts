/** Waiting for a message: the newest one already there, else the first posted or changed one that fits. */
import type { Message } from '../model/types.ts';
import type { Workspace } from '../model/workspace.ts';
import { renderText } from '../show/render-text.ts';
import { until, type WaitOptions } from './wait.ts';

export function waitForMessage(
  w: Workspace,
  sees: (m: Message) => boolean,
  matches: (m: Message) => boolean,
  o: WaitOptions,
): Promise<Message> {
  const seen = () => w.messages.all().filter(sees);
  let found = seen().findLast(matches);
  // Looks at what changed only: a busy workspace has many messages.
  const watch = (again: () => void) =>
    w.messages.onChange(({ kind, message }) => {
      if (kind === 'deleted' || !sees(message) || !matches(message)) return;
      found = message;
      again();
    });
  const told = () =>
    seen()
      .slice(-20)
      .map((m) => renderText(m, w))
      .join('\n--\n');
  return until(() => found, watch, told, o);
}
