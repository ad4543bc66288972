/** I-3, I-4, I-5, I-6: every page that was begun opened exactly one alert, not early, in the order trigger, acknowledge, resolve. */
import type { LedgerEntry } from '../../../src/sandbox/http/ledger.ts';
import { type Breach, type Check, type Evidence, incidentOfKey, incidentsOf } from './evidence.ts';

/** Two clocks of one machine, read one after the other. Milliseconds. */
const SAME_MOMENT = 5;

interface Sent {
  readonly routing_key: string;
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
}

const sentTo = (e: Evidence): (Sent & { at: number })[] =>
  e.ledger
    .filter(
      (l: LedgerEntry) => l.server === 'pagerduty' && l.path === '/v2/enqueue' && (l.status === 202 || l.status === 0),
    )
    .filter((l) => l.fault === undefined || l.fault === 'lostReply' || l.fault === 'beforeReply' || l.fault === 'delay')
    .map((l) => ({ ...(l.body as Sent), at: l.at }));

function opened(e: Evidence): Breach[] {
  const out: Breach[] = [];
  const begun = new Set<string>();
  for (const i of incidentsOf(e)) {
    let generation = 1;
    for (const t of i.entries) {
      if (t.type === 'incident.reopened') generation += 1;
      if (t.type !== 'page.begun') continue;
      const { dedupKey, target } = t.data as { dedupKey: string; target: string };
      if (begun.has(dedupKey)) out.push({ invariant: 'I-4', what: `${dedupKey} was begun twice` });
      begun.add(dedupKey);
      const alerts = e.alerts.filter((a) => a.dedupKey === dedupKey);
      if (alerts.length > 1)
        out.push({ invariant: 'I-4', what: `${alerts.length} alerts were opened for ${dedupKey}` });
      const [alert] = alerts;
      if (alert && alert.createdAt < t.at - SAME_MOMENT) {
        out.push({ invariant: 'I-5', what: `${dedupKey} rang ${t.at - alert.createdAt} ms before it was decided` });
      }
      if (alert) continue;
      // It was over before the page could leave: nobody needs to be woken any more.
      const end = i.entries.find((x) => x.seq > t.seq && x.type === 'incident.resolved');
      const trigger = e.effects.find((f) => f.key === `incident/${i.id}/g${generation}/page/${target}/trigger`);
      const overtaken = end !== undefined && (trigger?.status === 'cancelled' || (trigger?.settledAt ?? 0) >= end.at);
      if (!overtaken)
        out.push({ invariant: 'I-3', what: `nobody was paged for ${dedupKey} (${trigger?.status ?? 'no effect'})` });
    }
  }
  for (const a of e.alerts) {
    if (!begun.has(a.dedupKey)) out.push({ invariant: 'I-4', what: `an alert ${a.dedupKey} that nobody decided on` });
  }
  return out;
}

function ordered(e: Evidence): Breach[] {
  const out: Breach[] = [];
  const byKey = new Map<string, Sent['event_action'][]>();
  for (const s of sentTo(e)) byKey.set(s.dedup_key, [...(byKey.get(s.dedup_key) ?? []), s.event_action]);
  for (const [key, actions] of byKey) {
    // Resolved before it could ring: closing what was never opened wakes nobody.
    if (actions[0] !== 'trigger' && !(actions[0] === 'resolve' && !actions.includes('trigger')))
      out.push({ invariant: 'I-6', what: `${key} began with ${actions[0]}` });
    // A repeat of an earlier action changes nothing in PagerDuty; the first of each kind must come in order.
    const firsts = (['trigger', 'acknowledge', 'resolve'] as const)
      .map((a) => actions.indexOf(a))
      .filter((n) => n >= 0);
    if (firsts.some((n, i) => i > 0 && n < (firsts[i - 1] ?? 0))) {
      out.push({ invariant: 'I-6', what: `${key}: ${actions.join(', ')}` });
    }
  }
  return out;
}

/** When an incident is over, so are its alerts. */
function closed(e: Evidence): Breach[] {
  const over = new Set(incidentsOf(e).flatMap((i) => (i.state.status === 'resolved' ? [i.id] : [])));
  return e.alerts
    .filter((a) => over.has(incidentOfKey(a.dedupKey)) && a.status !== 'resolved')
    .map((a) => ({ invariant: 'I-6', what: `${a.dedupKey} still rings though its incident is over` }));
}

export const pages: Check = (e) => [...opened(e), ...ordered(e), ...closed(e)];
