/** The direct message beside a page: why you, and the one button that helps. */
import type { Target } from '../domain/catalog/model.ts';
import { handlerOf } from '../engine/effect.ts';
import { pageDm } from '../views/page-dm.ts';
import { type ChatDeps, incidentNow } from './chat-deps.ts';
import { postOnce } from './post-once.ts';
import { attempt } from './translate-fault.ts';

interface Payload {
  readonly incident: number;
  readonly generation: number;
  readonly target: Target;
  /** Slack user id. */
  readonly person: string;
}

export const chatDm = ({ chat, catalog }: ChatDeps) =>
  handlerOf<Payload>({
    kind: 'chat.dm',
    async run(effect, io) {
      return attempt(effect, async () => {
        const p = effect.payload;
        const incident = await incidentNow(io, p.incident);
        const page = incident?.pages[p.target];
        // Too late to wake anybody: after an outage of Slack nobody wants a flood of stale messages.
        if (!incident || page?.generation !== p.generation || incident.status === 'resolved') return { kind: 'done' };
        await postOnce(chat, effect, { to: p.person, message: pageDm(incident, page, catalog().people) });
        return { kind: 'done' };
      });
    },
    gaveUp: () => undefined,
  });
