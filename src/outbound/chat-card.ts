/** The headline card, in #incidents and in the incident's channel: posted once, then edited to what is true now. */
import { handlerOf } from '../engine/effect.ts';
import { headlineCard } from '../views/headline-card.ts';
import { type ChatDeps, incidentNow, lookOf } from './chat-deps.ts';
import { showCard } from './show-card.ts';
import { attempt } from './translate-fault.ts';

interface Payload {
  readonly incident: number;
  readonly surface: 'announce' | 'incident';
}

export const chatCard = ({ chat, catalog }: ChatDeps) =>
  handlerOf<Payload>({
    kind: 'chat.card',
    async run(effect, io) {
      return attempt(effect, async () => {
        const { incident: id, surface } = effect.payload;
        const incident = await incidentNow(io, id);
        if (!incident) return { kind: 'done' };
        const message = headlineCard(incident, lookOf(catalog(), incident.service));
        const { incidents } = catalog().channels;
        const card = incident.cards[surface];
        const place = async () => (surface === 'incident' ? incident.channel?.id : chat.channelNamed(incidents));
        const to = card?.channel ?? (await place());
        if (!to && surface === 'announce') return { kind: 'failed', reason: `there is no channel #${incidents}` };
        if (!to) return { kind: 'done' };
        const posted = await showCard(chat, effect, card, { to, message, pin: surface === 'incident' });
        if (!posted) return { kind: 'done' };
        const data = { surface, ...posted };
        return { kind: 'done', result: { type: 'chat.carded', to: { kind: 'incident', id }, data } };
      });
    },
    gaveUp: () => undefined,
  });
