/** Messages to people outside the response, rendered once from the organisation's template. */
import { interpolate } from '../../lib/expression.ts';
import { channelsOf, linksOf, templateOf } from '../catalog/service-model.ts';
import type { Draft } from './draft.ts';
import type { Incident } from './model.ts';

const hhmm = (ms: number) => new Date(ms).toISOString().slice(11, 16);

/** What templates see as `incident` and `links`. */
function scope(d: Draft, latest: string, eta: string | undefined) {
  const i: Incident = d.incident;
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
export function render(d: Draft, template: 'update' | 'customers', latest: string, eta?: string): string {
  const body = templateOf(d.catalog, d.incident.service, template)?.body;
  const result = body === undefined ? undefined : interpolate(body, scope(d, latest, eta));
  return result?.ok ? String(result.value) : latest;
}

/** Level 4 of the seed's matrix: customers are told in the channel, and by the template, that the organisation chose. */
export function notifyCustomers(d: Draft, key: string, text?: string, eta?: string): void {
  const latest =
    text ?? d.incident.lastUpdate?.text ?? `We are investigating a problem with ${d.incident.serviceTitle}.`;
  const rendered = render(d, 'customers', latest, eta);
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
