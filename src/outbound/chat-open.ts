/** The incident's own channel, under a name that a repeat finds again. */
import { handlerOf } from '../engine/effect.ts';
import type { Chat } from '../ports/chat.ts';
import { Fault } from '../ports/fault.ts';
import { type ChatDeps, incidentNow } from './chat-deps.ts';
import { attempt } from './translate-fault.ts';

const LONGEST = 80;
const MOST_SUFFIXES = 5;

/** `inc-42-20261120-api-down`: Slack allows lower case letters, digits and hyphens. */
export function channelName(id: number, declaredAt: number, title: string): string {
  const day = new Date(declaredAt).toISOString().slice(0, 10).replaceAll('-', '');
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `inc-${id}-${day}-${words}`.slice(0, LONGEST - 3).replace(/-+$/, '');
}

/** The channel stands: a topic that is refused must not make it look unopened. */
async function topic(chat: Chat, channel: string, text: string): Promise<void> {
  try {
    await chat.setTopic(channel, text);
  } catch (e) {
    if (!(e instanceof Fault)) throw e;
  }
}

export const chatOpen = ({ chat }: ChatDeps) =>
  handlerOf<{ incident: number }>({
    kind: 'chat.open',
    async run(effect, io) {
      return attempt(effect, async () => {
        const { incident: id } = effect.payload;
        const incident = await incidentNow(io, id);
        if (!incident || incident.channel) return { kind: 'done' };
        const name = channelName(id, incident.declaredAt, incident.title);
        for (let n = 1; ; n++) {
          try {
            const channel = await chat.openChannel(n === 1 ? name : `${name}-${n}`);
            await topic(chat, channel.id, `INC-${id} · ${incident.severityLabel} · ${incident.serviceTitle}`);
            const data = { channel: channel.id, name: channel.name };
            return { kind: 'done', result: { type: 'chat.opened', to: { kind: 'incident', id }, data } };
          } catch (e) {
            // Somebody else's channel has the name.
            if (!(e instanceof Fault && e.code === 'slack.name_taken' && n < MOST_SUFFIXES)) throw e;
          }
        }
      });
    },
    gaveUp(effect, _why, reason) {
      const { incident: id } = effect.payload;
      const data = { what: 'Opening the channel', reason };
      return { type: 'chat.failed', to: { kind: 'incident', id }, data };
    },
  });
