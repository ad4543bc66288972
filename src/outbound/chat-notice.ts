/** `chat.notice`: a line that goes beyond the incident or the run, to a channel by its name or to one person, once. */
import type { NoticePayload } from '../domain/people/notice-model.ts';
import { keeperOf } from '../domain/runbook/home.ts';
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
            reason: `there is no channel #${to.channel}: create it, or name another one in the workflows`,
          };
        await postOnce(chat, effect, { to: place ?? '', message: message(lines([text], 1_500), text) });
        return { kind: 'done' };
      });
    },
    gaveUp(effect, _why, reason) {
      const { to, ...home } = effect.payload;
      const what = `Telling ${'person' in to ? 'somebody' : `#${to.channel}`}`;
      const keeper = keeperOf(home);
      return keeper && { type: 'chat.failed', to: keeper, data: { what, reason } };
    },
  });
