/** The one card of an incident, edited in place: what is wrong, who has it, who comes next, what to press. */
import type { Catalog, Severity } from '../domain/catalog/model.ts';
import { type Incident, nextLevel, STATUSES } from '../domain/incident/model.ts';
import { formatDuration } from '../lib/duration.ts';
import { bold, channel, joined, link, say, type Text, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { ACTIONS, pick } from './actions.ts';
import { actions, type Block, button, context, type Element, header, lines, select } from './blocks.ts';
import { message } from './message.ts';
import { notPaged, pagesPart } from './pages-part.ts';
import { resolvedCard } from './resolved-card.ts';
import { type People, type Phone, severitySign, targetName, who } from './who.ts';

/** What the card needs besides the incident. */
export interface CardLook {
  readonly people: People;
  readonly severities: readonly Severity[];
  readonly links: Catalog['links'];
  /** Shown when a page did not reach anybody. */
  readonly phones: readonly Phone[];
}

export const titleOf = (i: Incident): string => `INC-${i.id} · ${i.severityLabel} · ${i.title}`;

function ownerLine(i: Incident, people: People): Text {
  if (i.ack) return say`${bold('Owner')} ${who(i.ack.by, people)}, until ${time(i.ack.until)}`;
  return say`${bold('Owner')} nobody has acknowledged yet`;
}

function nextLine(i: Incident, people: People): Text {
  const next = nextLevel(i);
  if (!next) {
    return i.ack
      ? say`${bold('Next')} nobody else is called while this is acknowledged`
      : say`${bold('Next')} nobody else: every level of ${bold(i.policy.name)} has been reached`;
  }
  const targets = next.rule.page.map((t) => targetName(t, people)).join(', ') || next.rule.do.join(', ');
  const why = next.rule.after?.clock === 'unresolved' ? 'if not resolved' : 'if nobody acknowledges';
  return say`${bold('Next')} level ${next.level} (${targets}) at ${time(next.dueAt)}, ${why}`;
}

function facts(i: Incident, look: CardLook): Text[] {
  const first: Text[] = [say`${bold('Status')} ${i.status}`, say`${bold('Service')} ${i.serviceTitle}`];
  if (i.customers) first.push(say`${bold('Customers')} ${i.customers}`);
  const again = i.generation > 1 ? say` · reopened ${i.generation - 1}×` : [];
  return [
    joined(first, ' · '),
    ...(i.description ? [say`${bold('Details')} ${i.description}`] : []),
    ...(i.impact ? [say`${bold('Impact')} ${i.impact}`] : []),
    say`${bold('Declared')} by ${who(i.declaredBy, look.people)} ${time(i.declaredAt, 'date')}${again}`,
    ownerLine(i, look.people),
    nextLine(i, look.people),
  ];
}

function updatePart(i: Incident, people: People): Text[] {
  const out: Text[] = [];
  if (i.lastUpdate) {
    const eta = i.lastUpdate.eta ? say` · ETA ${i.lastUpdate.eta}` : [];
    out.push(
      say`${bold('Last update')} ${i.lastUpdate.text} — ${who(i.lastUpdate.by, people)} ${time(i.lastUpdate.at)}${eta}`,
    );
  }
  if (i.nextUpdateAt !== undefined) out.push(say`${bold('Next update')} due ${time(i.nextUpdateAt)}`);
  return out;
}

function linksPart(i: Incident, look: CardLook): Text[] {
  const parts: Text[] = [];
  if (i.channel) parts.push([channel(i.channel.id)]);
  if (look.links.warRoom) parts.push([link(look.links.warRoom, 'War room')]);
  if (look.links.statusPage) parts.push([link(look.links.statusPage, 'Status page')]);
  if (look.links.onCall) parts.push([link(look.links.onCall, 'Who is on call')]);
  if (look.links.docs) parts.push([link(look.links.docs, 'Documentation')]);
  return parts.length > 0 ? [joined(parts, ' · ')] : [];
}

function escalateMenu(i: Incident, people: People): Element[] {
  const pending = i.levels.filter((l) => l.status === 'pending');
  const options = pending.map((l) => {
    const rule = i.policy.levels.find((r) => r.level === l.level);
    const targets = rule?.page.map((t) => targetName(t, people)).join(', ');
    return { label: `Level ${l.level}: ${targets || 'no page'}`, value: pick(i.id, String(l.level)) };
  });
  return select('Escalate', {
    action: ACTIONS.escalate,
    options,
    confirm: {
      title: 'Escalate now?',
      text: 'The people of that level, and of every level before it, are paged at once.',
      yes: 'Page them',
      danger: true,
    },
  });
}

function controls(i: Incident, look: CardLook): Block[] {
  const id = String(i.id);
  const lease = formatDuration(i.policy.ackLease);
  const first = [
    button(i.ack ? `Take over (${lease})` : `Ack (${lease})`, {
      action: ACTIONS.ack,
      value: id,
      ...(i.ack ? {} : { style: 'primary' as const }),
    }),
    button('Update…', { action: ACTIONS.update, value: id }),
    ...select('Runbook', {
      action: ACTIONS.runbook,
      options: i.runbooks.map((r) => ({ label: r.name, value: pick(i.id, r.id) })),
    }),
    ...escalateMenu(i, look.people),
    button('Resolve…', { action: ACTIONS.resolve, value: id }),
  ];
  const more = [
    ...select('Severity', {
      action: ACTIONS.severity,
      options: look.severities
        .filter((s) => s.name !== i.severity)
        .map((s) => ({ label: s.label, value: pick(i.id, s.name), description: s.meaning })),
    }),
    ...select('Status', {
      action: ACTIONS.state,
      options: STATUSES.filter((s) => s !== i.status && s !== 'resolved').map((s) => ({
        label: s,
        value: pick(i.id, s),
      })),
    }),
    button('Timeline', { action: ACTIONS.timeline, value: id }),
  ];
  return [...actions(first), ...actions(more)];
}

function banners(i: Incident): Text[] {
  return [
    ...(i.outage ? [say`${bold('📣 OUTAGE DECLARED')} ${time(i.outage.at, 'date')}`] : []),
    ...(i.customersNotifiedAt !== undefined
      ? [say`📣 Customers were told ${time(i.customersNotifiedAt, 'date')}`]
      : []),
  ];
}

export function headlineCard(incident: Incident, look: CardLook): Message {
  if (incident.status === 'resolved') return resolvedCard(incident, look.people);
  const title = titleOf(incident);
  const runs = incident.runs.map((r) => say`${bold('Runbook')} ${r.name} · ${r.status} · R-${r.run}`);
  return message(
    [
      header(`${severitySign(incident.severityRank)} ${title}`),
      ...lines([...banners(incident), ...facts(incident, look)], 700),
      ...notPaged(incident, look.phones, look.people),
      ...pagesPart(incident, look.people),
      ...lines([...runs.slice(-5), ...updatePart(incident, look.people), ...linksPart(incident, look)], 700),
      ...controls(incident, look),
      context(say`INC-${incident.id} · policy ${incident.policy.name} · say ${{ code: '/incident help' }} anywhere`),
    ],
    say`${title} — ${incident.status}, ${incident.ack ? 'acknowledged' : 'not acknowledged'}`,
  );
}
