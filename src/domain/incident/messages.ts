/** Messages to people outside the response, rendered once from the organisation's template. */
import { interpolate } from '../../lib/expression.ts';
import { channelsOf, linksOf, templateOf } from '../catalog/service-model.ts';
import type { Draft } from './draft.ts';
import type { Incident } from './model.ts';

const hhmm = (ms: number) => new Date(ms).toISOString().slice(11, 16);

/** The name in the organisation's files of who did something: templates are plain text, where nobody can be clicked. */
function nameOf(d: Draft, by: string): string {
  const bare = by.replace(/^slack:/, '');
  const known = d.catalog.people.find(
    (p) => p.id === bare || p.slack === bare || (p.pagerduty !== undefined && by === `pagerduty:${p.pagerduty}`),
  );
  return known?.name ?? 'a responder';
}

/** What is told this time. */
export interface Said {
  readonly latest: string;
  readonly eta?: string;
  /** When more is to be expected, milliseconds since the epoch; `undefined`: nothing was promised. */
  readonly next: number | undefined;
}

/** What templates see as `incident` and `links`. */
function scope(d: Draft, { latest, eta, next }: Said) {
  const i: Incident = d.incident;
  const due = i.status === 'resolved' ? undefined : next;
  const links = linksOf(d.catalog, i.service);
  return {
    incident: {
      id: `INC-${i.id}`,
      title: i.title,
      service: i.serviceTitle,
      severity: i.severityLabel,
      status: i.status.toUpperCase(),
      affected: i.impact ?? i.title,
      customers: i.customers ?? 'not known yet',
      started: new Date(i.declaredAt).toISOString(),
      eta: eta ?? i.lastUpdate?.eta ?? 'not known yet',
      updated: hhmm(d.now),
      latest,
      next: due === undefined ? 'not promised' : `${hhmm(due)} UTC`,
      commander: i.ack ? nameOf(d, i.ack.by) : 'nobody yet',
      outage: i.outage !== undefined,
    },
    links: {
      statusPage: links.statusPage ?? '',
      warRoom: links.warRoom ?? '',
      channel: `#${channelsOf(d.catalog, i.service).incidents}`,
    },
  };
}

/** The plain text where there is no such template; a broken one must not hold back an update either. */
export function render(d: Draft, template: 'update' | 'customers', said: Said): string {
  const body = templateOf(d.catalog, d.incident.service, template)?.body;
  const result = body === undefined ? undefined : interpolate(body, scope(d, said));
  return result?.ok ? String(result.value) : said.latest;
}

/** Level 4 of the seed's matrix: customers are told in the channel, and by the template, that the organisation chose. */
export function notifyCustomers(d: Draft, key: string, said: Partial<Said> = {}): void {
  const latest =
    said.latest ?? d.incident.lastUpdate?.text ?? `We are investigating a problem with ${d.incident.serviceTitle}.`;
  const rendered = render(d, 'customers', { next: d.incident.nextUpdateAt, ...said, latest });
  const channel = channelsOf(d.catalog, d.incident.service).customers;
  if (!channel) {
    const reason = 'no channel is named for them: set channels.customers in workflows/org/settings.yaml';
    d.emit({ type: 'chat.failed', what: 'Notifying customers', reason });
    return;
  }
  d.emit({ type: 'customers.notified', rendered, channel });
  const payload = { incident: d.incident.id, channel, body: rendered, at: d.now };
  d.effect({ kind: 'chat.announce', lane: 'chat/customers', key, class: 'findable', priority: 2, payload });
}
