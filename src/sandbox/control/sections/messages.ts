/** The messages of one channel as one person sees them, and what changed of them since they were last sent. */
import type { Session } from '../session.ts';
import type { Message, MessagesSection } from '../wire.ts';
import { canSee } from './workspace.ts';

/** Oldest first; none of a channel this person cannot see. */
export function messagesSeen({ rig }: Session, as: string, channel: string): readonly Message[] {
  const w = rig.slack.workspace;
  const place = w.channels.get(channel);
  return place && canSee(place, as) ? w.messages.of(channel, as) : [];
}

/** Remembers what was sent: a message that changed is another object, so nothing has to be compared deeply. */
export class MessageNews {
  #sent: ReadonlyMap<string, Message> | undefined;

  next(session: Session, as: string, channel: string): MessagesSection | undefined {
    const now = new Map(messagesSeen(session, as, channel).map((m) => [m.ts, m]));
    const before = this.#sent;
    this.#sent = now;
    const changed = [...now.values()].filter((m) => before?.get(m.ts) !== m);
    const gone = [...(before?.keys() ?? [])].filter((ts) => !now.has(ts));
    if (before && changed.length === 0 && gone.length === 0) return undefined;
    return { channel, reset: before === undefined, changed, gone };
  }
}
