/** The headline card, in #incidents and in the incident's channel: posted once, then edited to what is true now. */
import { handlerOf } from '../engine/effect.ts';
import { Fault } from '../ports/fault.ts';
import { headlineCard } from '../views/headline-card.ts';
import { type ChatDeps, incidentNow, lookOf } from './chat-deps.ts';
import { postOnce } from './post-once.ts';
import { attempt } from './translate-fault.ts';

interface Payload {
  readonly incident: number;
  readonly surface: 'announce' | 'incident';
}

export const chatCard = ({ chat, catalog }: ChatDeps) =>
  handlerOf<Payload>({
    kind: 'chat.card',
    coalesces: true,
    async run(effect, io) {
      return attempt(effect, async () => {
        const { incident: id, surface } = effect.payload;
        const incident = await incidentNow(io, id);
        if (!incident) return { kind: 'done' };
        const message = headlineCard(incident, lookOf(catalog()));
        const card = incident.cards[surface];
        if (card) {
          try {
            await chat.update(card, message);
            return { kind: 'done' };
          } catch (e) {
            // Somebody deleted it: it is posted anew below.
            if (!(e instanceof Fault && e.code === 'slack.message_not_found')) throw e;
          }
        }
        const { incidents } = catalog().channels;
        const to = surface === 'incident' ? incident.channel?.id : await chat.channelNamed(incidents);
        if (!to && surface === 'announce') return { kind: 'failed', reason: `there is no channel #${incidents}` };
        if (!to) return { kind: 'done' };
        const posted = await postOnce(chat, effect, { to, message, pin: surface === 'incident' });
        const data = { surface, ...posted };
        return { kind: 'done', result: { type: 'chat.carded', to: { kind: 'incident', id }, data } };
      });
    },
    gaveUp: () => undefined,
  });
