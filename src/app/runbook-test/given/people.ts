/** Slack and PagerDuty as small as a test needs them: what was said and who was paged, in order. */
import type { Chat, Message } from '../../../ports/chat.ts';
import type { Pager } from '../../../ports/pager.ts';
import { texts } from '../texts.ts';

export function heardByPeople() {
  /** Everything anybody could read, as it was read: a card that changed was read again. */
  const said: string[] = [];
  let n = 0;
  const read = (m: Message) => said.push([m.text, ...texts(m.blocks)].join('\n'));
  const posted = (channel: string) => {
    n += 1;
    return { channel, ts: `1.${String(n).padStart(6, '0')}` };
  };
  const chat: Chat = {
    openChannel: async (name) => ({ id: `C-${name}`, name }),
    channelNamed: async (name) => `C-${name}`,
    invite: async () => {},
    setTopic: async () => {},
    async post(to, message) {
      read(message);
      return posted(to);
    },
    find: async () => undefined,
    async update(_at, message) {
      read(message);
    },
    async whisper(_channel, _user, message) {
      read(message);
    },
  };
  const pager: Pager = {
    async trigger({ dedupKey, summary }) {
      said.push(`page ${dedupKey}: ${summary}`);
    },
    acknowledge: async () => {},
    resolve: async () => {},
  };
  return { chat, pager, said };
}
