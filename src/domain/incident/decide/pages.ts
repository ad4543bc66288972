/** What PagerDuty did with our pages, and what people did there. */
import type { Decision, Refusal } from '../../../engine/decision.ts';
import type { Target } from '../../catalog/model.ts';
import { permitted } from '../../people/model.ts';
import type { Draft } from '../draft.ts';
import { isAcked, skipEmptyLevel } from '../escalation.ts';
import type { IncidentEvent } from '../events.ts';
import type { IncidentInput } from '../inputs.ts';
import type { Page } from '../model.ts';
import { lookUpPeople, stopTelling, tellIfLate, tellPeople } from '../paging.ts';
import { renewLease, takeLease } from './acknowledge.ts';
import { finish } from './resolve.ts';

type Decided = Decision<IncidentEvent> | Refusal<IncidentEvent>;
type Told<T extends IncidentInput['type']> = Extract<IncidentInput, { type: T }>['data'];

/** The page that is meant: one of an earlier generation has nothing to do with the one of now. */
function pageOf(d: Draft, told: { target: Target; generation: number }): Page | undefined {
  const page = d.incident.pages[told.target];
  return page?.generation === told.generation ? page : undefined;
}

/** Slack ids of those who were not told of this page before. */
function newcomers(d: Draft, page: Page, people: readonly string[]): readonly string[] {
  const unknown = people.filter((p) => !page.people.includes(p));
  return [...new Set(unknown.flatMap((p) => d.catalog.people.find((x) => x.id === p)?.slack ?? []))];
}

const isAnswered = (page: Page): boolean => page.status === 'acknowledged' || page.status === 'resolved';

const took = (d: Draft, page: Page) => (page.failure === undefined ? {} : { after: d.now - page.at });

export function pageSettled(d: Draft, told: Told<'page.settled'>): Decided {
  const page = pageOf(d, told);
  if (!page) return d.decision();
  const { target } = page;
  switch (told.action) {
    case 'trigger':
      triggered(d, page, told);
      break;
    case 'acknowledge':
      // PagerDuty drops what silences an alert it never took: that nobody was paged stays true.
      if (page.status !== 'failed' && !isAnswered(page)) d.emit({ type: 'page.acknowledged', target });
      break;
    case 'resolve':
      if (page.status !== 'resolved') d.emit({ type: 'page.resolved', target });
      break;
  }
  return d.decision();
}

function triggered(d: Draft, page: Page, told: Told<'page.settled'>): void {
  const { target } = page;
  const { people, routingKey = null } = told;
  stopTelling(d, page);
  const slack = newcomers(d, page, people);
  d.emit({ type: 'page.accepted', target, people, slack, routingKey, ...took(d, page) });
  if (people.length === 0) nobody(d, page);
  // Afterwards it is too late to wake anybody.
  else if (d.incident.status !== 'resolved') tellPeople(d, target, slack);
}

/** The alert stands, but rings at nobody we know. Somebody whom PagerDuty knows may have answered all the same. */
function nobody(d: Draft, page: Page): void {
  if (page.status === 'unreached' || isAnswered(page)) return;
  d.emit({ type: 'page.unreached', target: page.target });
  // When it failed, the level was skipped already if it had to be.
  if (page.status !== 'failed') skipEmptyLevel(d, page.level);
}

export function pageFailed(d: Draft, told: Told<'page.failed'>): Decided {
  const page = pageOf(d, told);
  if (!page) return d.decision();
  const { target, status } = page;
  const { action = 'trigger', reason } = told;
  if (action !== 'trigger') {
    // What never rang need not be silenced.
    const stands = status !== 'failed' && status !== 'resolved';
    if (stands) d.emit({ type: 'page.stuck', target, action, reason });
    return d.decision();
  }
  if (status !== 'sending') return d.decision();
  stopTelling(d, page);
  d.emit({ type: 'page.failed', target, reason });
  if (d.incident.status !== 'resolved') {
    if (page.failure === undefined) lookUpPeople(d, target);
    skipEmptyLevel(d, page.level);
  }
  return d.decision();
}

export function pageOverdue(d: Draft, told: Told<'page.overdue'>): Decided {
  const page = pageOf(d, told);
  if (page?.status !== 'sending' || d.incident.status === 'resolved') return d.decision();
  const { target } = page;
  d.emit({ type: 'page.late', target, seconds: Math.round((d.now - page.at) / 1000) });
  tellIfLate(d, target);
  if (page.failure === undefined) lookUpPeople(d, target);
  return d.decision();
}

/** The second path: Slack, while PagerDuty is not to be had. */
export function pageLookedUp(d: Draft, told: Told<'page.looked-up'>): Decided {
  const page = pageOf(d, told);
  if (!page || d.incident.status === 'resolved') return d.decision();
  if (page.status !== 'sending' && page.status !== 'failed') return d.decision();
  const slack = newcomers(d, page, told.people);
  if (told.people.length === 0) nobody(d, page);
  else {
    d.emit({ type: 'page.told', target: page.target, people: told.people, slack });
    tellPeople(d, page.target, slack);
  }
  return d.decision();
}

/** Webhooks may come doubled, late and out of order: state never moves backwards (case IN-14). */
export function pagerEvent(d: Draft, told: Told<'pager.event'>): Decided {
  const page = Object.values(d.incident.pages).find((p) => p.dedupKey === told.dedupKey);
  if (!page || page.status === 'resolved') return d.decision();
  const { target } = page;
  const person = told.by === undefined ? undefined : d.catalog.people.find((p) => p.pagerduty === told.by);
  const by = person?.slack ?? (told.by ? `pagerduty:${told.by}` : undefined);
  const name = by ? { by } : {};
  const open = d.incident.status !== 'resolved';
  switch (told.event) {
    case 'triggered':
      if (page.status === 'sending' || page.status === 'accepted' || page.status === 'failed')
        d.emit({ type: 'page.confirmed', target, ...took(d, page) });
      break;
    case 'acknowledged':
      if (page.status !== 'acknowledged') d.emit({ type: 'page.acknowledged', target, ...name });
      // Without a person it is the echo of our own acknowledgement.
      if (!by || !open) break;
      if (isAcked(d.incident, d.now)) renewLease(d, by);
      else takeLease(d, by, d.incident.policy.ackLease, 'pagerduty');
      break;
    case 'resolved': {
      const may = by !== undefined && permitted(d.catalog, 'resolve', person ? groupsOf(d, person.id) : []);
      d.emit({ type: 'page.resolved', target, ...name, ...(open && !may ? { stillOpen: true } : {}) });
      if (may && open) finish(d, by, `resolved in PagerDuty (${target})`, 'pagerduty');
      break;
    }
  }
  return d.decision();
}

/** PagerDuty does not tell Slack groups: only those that name people count here. */
function groupsOf(d: Draft, person: string): string[] {
  return Object.values(d.catalog.groups)
    .filter((g) => g.people.includes(person))
    .map((g) => g.name);
}
