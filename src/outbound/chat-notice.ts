/** `chat.notice`: a line that goes beyond the incident, to a channel by its name or to one person, once. */
import type { NoticePayload } from '../domain/runbook/effects.ts';
import { handlerOf } from '../engine/effect.ts';
import { lines } from '../views/blocks.ts';
import { message } from '../views/message.ts';
import type { ChatDeps } from './chat-deps.ts';
import { postOnce } from './post-once.ts';
import { attempt } from './translate-fault.ts';

export const chatNotice = ({ chat }: ChatDeps) =>
  handlerOf<NoticePayload>({
    kind: 'chat.notice',
    async run(effect) {
      return attempt(effect, async () => {
        const { to, text } = effect.payload;
        const place = 'person' in to ? to.person : await chat.channelNamed(to.channel);
        if (place === undefined && 'channel' in to)
          return {
            kind: 'failed',
            reason: `there is no channel #${to.channel}: create it, or mend workflows/org/policy.yaml`,
          };
        await postOnce(chat, effect, { to: place ?? '', message: message(lines([text], 1_500), text) });
        return { kind: 'done' };
      });
    },
    gaveUp(effect, _why, reason) {
      const { incident, to } = effect.payload;
      const what = 'person' in to ? 'Telling somebody of a broken glass' : `Telling #${to.channel} of a broken glass`;
      return { type: 'chat.failed', to: { kind: 'incident', id: incident }, data: { what, reason } };
    },
  });
