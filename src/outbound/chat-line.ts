/** Lines people should notice: in the card's thread in #incidents, as messages in the incident's channel, and to customers. */
import { handlerOf } from '../engine/effect.ts';
import type { Text } from '../lib/text.ts';
import { lines } from '../views/blocks.ts';
import { message } from '../views/message.ts';
import { updateMessage } from '../views/update-message.ts';
import { type ChatDeps, incidentNow, STALE } from './chat-deps.ts';
import { postOnce } from './post-once.ts';
import { attempt } from './translate-fault.ts';

interface Line {
  readonly incident: number;
  readonly surface: 'announce' | 'incident';
  readonly text: Text;
  /** When it happened, milliseconds since the epoch. */
  readonly at: number;
}

export const chatLine = ({ chat }: ChatDeps) =>
  handlerOf<Line>({
    kind: 'chat.line',
    async run(effect, io) {
      return attempt(effect, async () => {
        const { incident: id, surface, text, at } = effect.payload;
        if (io.now() - at > STALE) return { kind: 'done' };
        const incident = await incidentNow(io, id);
        const card = incident?.cards.announce;
        const to = surface === 'announce' ? card?.channel : incident?.channel?.id;
        if (!to) return { kind: 'done' };
        const whole = message(lines([text]), text);
        await postOnce(chat, effect, {
          to,
          message: whole,
          ...(surface === 'announce' && card ? { thread: card.ts } : {}),
        });
        return { kind: 'done' };
      });
    },
    gaveUp: () => undefined,
  });

interface Announcement {
  readonly incident: number;
  /** Channel name without `#`. */
  readonly channel: string;
  /** The template, rendered. */
  readonly body: string;
  readonly at: number;
}

export const chatAnnounce = ({ chat, catalog }: ChatDeps) =>
  handlerOf<Announcement>({
    kind: 'chat.announce',
    async run(effect, io) {
      return attempt(effect, async () => {
        const p = effect.payload;
        const incident = await incidentNow(io, p.incident);
        if (!incident) return { kind: 'done' };
        const to = await chat.channelNamed(p.channel);
        if (!to)
          return {
            kind: 'failed',
            reason: `there is no channel #${p.channel}: create it, or change channels.customers in workflows/org/settings.yaml`,
          };
        const told = { heading: 'For customers', body: p.body, at: p.at };
        await postOnce(chat, effect, { to, message: updateMessage(incident, told, catalog().people) });
        return { kind: 'done' };
      });
    },
    gaveUp(effect, _why, reason) {
      const { incident: id } = effect.payload;
      const data = { what: 'Notifying customers', reason };
      return { type: 'chat.failed', to: { kind: 'incident', id }, data };
    },
  });

interface Invitation {
  readonly incident: number;
  /** Slack user ids. */
  readonly users: readonly string[];
}

export const chatInvite = ({ chat }: ChatDeps) =>
  handlerOf<Invitation>({
    kind: 'chat.invite',
    async run(effect, io) {
      return attempt(effect, async () => {
        const { incident: id, users } = effect.payload;
        const incident = await incidentNow(io, id);
        if (incident?.channel && users.length > 0) await chat.invite(incident.channel.id, users);
        return { kind: 'done' };
      });
    },
    gaveUp: () => undefined,
  });
