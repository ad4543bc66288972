/** What the card becomes when the incident is over: how long it took, who helped, and a way back. */
import type { Incident } from '../domain/incident/model.ts';
import { formatDuration } from '../lib/duration.ts';
import { bold, joined, say, type Text, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { ACTIONS } from './actions.ts';
import { actions, button, context, header, lines } from './blocks.ts';
import { message } from './message.ts';
import { type People, who } from './who.ts';

export function resolvedCard(i: Incident, people: People): Message {
  const end = i.resolvedAt ?? i.declaredAt;
  const took = formatDuration(Math.max(0, end - i.declaredAt));
  const toAck = i.firstAckAt === undefined ? undefined : Math.max(0, i.firstAckAt - i.since);
  const level = Math.max(0, ...i.levels.filter((l) => l.status === 'reached').map((l) => l.level));
  const kept = toAck === undefined ? '' : toAck <= i.respondWithin ? ' (within target)' : ' (target missed)';
  const rows: Text[] = [
    say`${bold('Duration')} ${took} · ${bold('Time to ack')} ${toAck === undefined ? 'never acknowledged' : formatDuration(toAck)}${kept} · target ${formatDuration(i.respondWithin)}`,
    say`${bold('Service')} ${i.serviceTitle}${level > 0 ? ` · escalated to level ${level}` : ''}`,
    say`${bold('Declared')} by ${who(i.declaredBy, people)} ${time(i.declaredAt, 'date')}`,
    say`${bold('Resolved')} ${i.resolvedBy === undefined ? '' : say`by ${who(i.resolvedBy, people)} `}${time(end, 'date')}`,
  ];
  if (i.summary) rows.push(say`${bold('Summary')} ${i.summary}`);
  if (i.responders.length > 0) {
    rows.push(
      say`${bold('Responders')} ${joined(
        i.responders.slice(0, 20).map((r) => [who(r, people)]),
        ', ',
      )}`,
    );
  }
  for (const r of i.runs.slice(-5)) rows.push(say`${bold('Runbook')} ${r.name} · ${r.status} · R-${r.run}`);
  const id = String(i.id);
  return message(
    [
      header(`✅ INC-${i.id} · ${i.severityLabel} · ${i.title}`),
      ...lines(rows, 1_000),
      ...actions([
        button('Timeline', { action: ACTIONS.timeline, value: id }),
        button('Reopen…', {
          action: ACTIONS.reopen,
          value: id,
          confirm: {
            title: `Reopen INC-${i.id}?`,
            text: 'The escalation starts again from its first level and pages people now.',
            yes: 'Reopen and page',
            danger: true,
          },
        }),
      ]),
      context(say`INC-${i.id} · resolved`),
    ],
    say`INC-${i.id} resolved after ${took}: ${i.title}`,
  );
}
