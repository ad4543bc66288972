/** A communication as people read it: the template's rendered text, framed; nothing in it is markup. */
import type { Incident } from '../domain/incident/model.ts';
import { say, type Text, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { context, header, lines } from './blocks.ts';
import { message } from './message.ts';
import { type People, severitySign, who } from './who.ts';

export interface Communication {
  /** `Incident update`, `Outage`. */
  readonly heading: string;
  /** The template, rendered; plain text. */
  readonly body: string;
  readonly by?: string;
  readonly at: number;
  readonly nextAt?: number;
}

export function updateMessage(incident: Incident, c: Communication, people: People): Message {
  const sign = incident.status === 'resolved' ? '✅' : severitySign(incident.severityRank);
  const rows: Text[] = c.body.split(/\r?\n/).map((l) => [l]);
  const by = c.by === undefined ? [] : say` · ${who(c.by, people)}`;
  const next = c.nextAt === undefined ? [] : say` · next update ${time(c.nextAt)}`;
  return message(
    [
      header(`${sign} ${c.heading} · INC-${incident.id} · ${incident.title}`),
      ...lines(rows.slice(0, 60)),
      context(say`INC-${incident.id} · ${time(c.at, 'date')}${by}${next}`),
    ],
    say`${c.heading} · INC-${incident.id}: ${incident.title}`,
  );
}
