/** What every chat effect needs. */
import type { Catalog } from '../domain/catalog/model.ts';
import { linksOf } from '../domain/catalog/service-model.ts';
import type { Incident } from '../domain/incident/model.ts';
import type { HandlerIo } from '../engine/effect.ts';
import type { Chat } from '../ports/chat.ts';
import type { CardLook } from '../views/headline-card.ts';
import type { Phone } from '../views/who.ts';

/** After an outage of Slack the cards tell where things stand; older lines would bury that (case SL-04). Milliseconds. */
export const STALE = 10 * 60_000;

export interface ChatDeps {
  readonly chat: Chat;
  readonly catalog: () => Catalog;
}

export const phonesOf = (catalog: Catalog): Phone[] =>
  catalog.people.flatMap((p) => (p.phone ? [{ person: p.id, name: p.name, phone: p.phone }] : []));

export function lookOf(catalog: Catalog, service: string): CardLook {
  const { people, severities } = catalog;
  return { people, severities, links: linksOf(catalog, service), phones: phonesOf(catalog) };
}

/** The latest state: living messages are rendered from what is, not from what was. */
export async function incidentNow(io: HandlerIo, id: number): Promise<Incident | undefined> {
  return (await io.load<Incident>({ kind: 'incident', id }))?.state;
}
