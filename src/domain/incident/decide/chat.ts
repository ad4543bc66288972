/** Where the incident stands in chat, as the workers report it. */
import type { Decision } from '../../../engine/decision.ts';
import type { Draft } from '../draft.ts';
import type { IncidentEvent } from '../events.ts';
import { typed } from '../typed.ts';

/** Once per generation: what did not work then may work after a reopening. */
export function openChannel(d: Draft): void {
  const { id: incident, generation, channel } = d.incident;
  if (channel) return;
  const key = `g${generation}/open`;
  d.effect({ kind: 'chat.open', lane: 'chat/incident', key, class: 'findable', priority: 2, payload: { incident } });
}

export function opened(d: Draft, told: { channel: string; name: string }): Decision<IncidentEvent> {
  if (!d.incident.channel) {
    d.emit({ type: 'channel.opened', id: told.channel, name: told.name });
    d.invite(d.incident.responders);
  }
  return d.decision();
}

/** Not shown anew: a card knows where it stands. */
export function carded(
  d: Draft,
  told: { surface: 'announce' | 'incident'; channel: string; ts: string },
): Decision<IncidentEvent> {
  const { surface, channel, ts } = told;
  if (d.incident.cards[surface]?.ts === ts) return { events: [] };
  return { events: [{ type: 'card.posted', surface, channel, ts }] };
}

export function failed(d: Draft, told: { what: string; reason: string }): Decision<IncidentEvent> {
  d.emit({ type: 'chat.failed', what: told.what, reason: typed(told.reason, 500) });
  return d.decision();
}
