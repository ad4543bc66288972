/** Which incident a person means: the one named, the channel's, the thread's, the only one that is open, or a question back. */
import type { Incident } from '../../domain/incident/model.ts';
import { code, say } from '../../lib/text.ts';
import type { Message } from '../../ports/chat.ts';
import { problemView } from '../../views/answer-view.ts';
import { pickView } from '../../views/list-view.ts';
import type { Caller } from './caller.ts';
import type { Which } from './define-command.ts';
import type { SlackDeps } from './deps.ts';

export type Found = { readonly incident: Incident } | { readonly instead: Message };

/** `line` is what the person would type for a certain incident. */
export async function which(
  deps: Pick<SlackDeps, 'reader' | 'catalog'>,
  on: Which,
  from: Pick<Caller, 'channel' | 'thread'>,
  line: (id: number) => string,
): Promise<Found> {
  const { reader } = deps;
  if (on !== 'current') {
    const named = await reader.incident(on);
    return named
      ? { incident: named }
      : {
          instead: problemView(
            say`There is no INC-${on}. ${code('/incident list')} shows the open ones. Nothing was done.`,
          ),
        };
  }
  const { channel, thread } = from;
  const here =
    (channel && thread ? await reader.incidentByCard(channel, thread) : undefined) ??
    (channel ? await reader.incidentByChannel(channel) : undefined);
  if (here) return { incident: here };
  const open = await reader.openIncidents();
  if (open.length === 1 && open[0]) return { incident: open[0] };
  if (open.length === 0) {
    return {
      instead: problemView(
        say`No incident is open. Declare one with ${code('/incident declare p1 API down')}, or name an old one: ${code(line(42))}.`,
      ),
    };
  }
  return { instead: pickView(open, deps.catalog().people, line) };
}
