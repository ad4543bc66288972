/** Open incidents at a glance: number, severity, who has it. */
import type { Incident } from '../domain/incident/model.ts';
import { bold, channel, code, say, type Text, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { ACTIONS, nth } from './actions.ts';
import { actions, type Block, button, header, lines, paragraph } from './blocks.ts';
import { message } from './message.ts';
import { type People, severitySign, who } from './who.ts';

const SHOWN = 15;

/** One line that tells incidents apart. */
export function incidentLine(i: Incident, people: People): Text {
  const owner = i.ack ? say`${who(i.ack.by, people)}` : say`nobody yet`;
  const where = i.channel ? say` · ${channel(i.channel.id)}` : [];
  return say`${severitySign(i.severityRank)} ${bold(`INC-${i.id}`)} · ${i.severityLabel} · ${i.title} · ${i.status} · owner ${owner} · since ${time(i.declaredAt, 'ago')}${where}`;
}

const worstFirst = (a: Incident, b: Incident) => a.severityRank - b.severityRank || b.declaredAt - a.declaredAt;

export function listView(incidents: readonly Incident[], people: People): Message {
  const sorted = [...incidents].sort(worstFirst);
  if (sorted.length === 0) {
    return message(
      [
        ...paragraph(say`No incident is open. 🌿`),
        ...actions([button('Declare an incident…', { action: ACTIONS.declareForm, value: '-' })]),
      ],
      say`No incident is open.`,
    );
  }
  const shown = sorted.slice(0, SHOWN);
  return message(
    [
      header(`${sorted.length} open ${sorted.length === 1 ? 'incident' : 'incidents'}`),
      ...lines(
        shown.map((i) => incidentLine(i, people)),
        260,
      ),
      ...(sorted.length > SHOWN ? paragraph(say`… and ${sorted.length - SHOWN} more; the console lists them all`) : []),
      ...actions(
        shown
          .slice(0, 5)
          .map((i, n) => button(`Show INC-${i.id}`, { action: nth(ACTIONS.show, n), value: String(i.id) })),
      ),
    ],
    say`${sorted.length} open: ${shown
      .slice(0, 3)
      .map((i) => `INC-${i.id} ${i.title}`)
      .join(', ')}`,
  );
}

/** Nobody said which incident, and more than one is open. `line` is what to type with an id. */
export function pickView(incidents: readonly Incident[], people: People, line: (id: number) => string): Message {
  const shown = [...incidents].sort(worstFirst).slice(0, 10);
  const rows: Block[] = lines(
    shown.flatMap((i) => [incidentLine(i, people), say`      ${code(line(i.id))}`]),
    260,
  );
  return message(
    [
      ...paragraph(say`${bold('Which incident?')} ${incidents.length} are open. Nothing was done. Type one of these:`),
      ...rows,
    ],
    say`Which incident? ${incidents.length} are open; nothing was done.`,
  );
}
