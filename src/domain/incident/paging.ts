/** One alert per target and generation: begun, told when it is late, acknowledged and resolved in its own lane. */
import type { Target } from '../catalog/model.ts';
import type { Draft } from './draft.ts';
import type { Page } from './model.ts';

/** What the workers of `page.*` need: exact even after the state, the policy or the organisation's files changed. */
export interface PagePayload {
  readonly incident: number;
  readonly target: Target;
  readonly generation: number;
  readonly dedupKey: string;
  /** Name of the routing key it was triggered with, null for the default one; absent while that is not known. */
  readonly routingKey?: string | null;
}

type Action = 'trigger' | 'acknowledge' | 'resolve';

/** A page nobody took within this time is told of, and again every five minutes (reliability goal G-9, case PD-06). */
const PAGE_LATE = 60_000;
const TELL_EVERY = 300_000;

const lateTimer = (p: Page): string => `g${p.generation}/overdue/${p.target}/${p.tellings ?? 0}`;

export function beginPage(d: Draft, target: Target, level: number, reason: string): void {
  const { id, generation } = d.incident;
  const dedupKey = `${d.catalog.deployment ?? 'tocsin'}:INC-${id}:g${generation}:${target}`;
  d.emit({ type: 'page.begun', target, level, dedupKey, reason });
  pageEffect(d, target, 'trigger', 'trigger');
  tellIfLate(d, target);
}

/** The same alert's next telling, on a fixed grid from when it was begun. */
export function tellIfLate(d: Draft, target: Target): void {
  const page = d.incident.pages[target];
  if (!page) return;
  const first = page.at + PAGE_LATE;
  const missed = Math.max(0, Math.floor((d.now - first) / TELL_EVERY) + 1);
  const dueAt = first + missed * TELL_EVERY;
  d.timer(lateTimer(page), dueAt, 'page.overdue', { target, generation: page.generation });
}

export function stopTelling(d: Draft, page: Page): void {
  d.cancel(lateTimer(page));
}

/** One lane per target: trigger, acknowledge, resolve stay in order whatever is slow. */
function pageEffect(d: Draft, target: Target, action: Action, name: string): void {
  const page = d.incident.pages[target];
  if (!page) return;
  const { generation, dedupKey, routingKey } = page;
  const known = routingKey === undefined ? {} : { routingKey };
  const payload: PagePayload = { incident: d.incident.id, target, generation, dedupKey, ...known };
  const key = `g${generation}/page/${target}/${name}`;
  d.effect({ kind: `page.${action}`, lane: `page/${target}`, key, class: 'keyed', priority: 0, payload });
}

/** Every alert that may be ringing is silenced. Each lease has keys of its own: after a lapse it may have to be done again. */
export function acknowledgePages(d: Draft): void {
  for (const { target, status } of Object.values(d.incident.pages)) {
    if (status === 'acknowledged' || status === 'resolved' || status === 'failed') continue;
    pageEffect(d, target, 'acknowledge', `acknowledge/${d.incident.leases ?? 0}`);
  }
}

/** Also what PagerDuty did not seem to take: an alert that may stand must not stay. */
export function resolvePages(d: Draft): void {
  for (const page of Object.values(d.incident.pages)) {
    stopTelling(d, page);
    if (page.status !== 'resolved') pageEffect(d, page.target, 'resolve', 'resolve');
  }
}

/** PagerDuty is not to be had: who stands behind the target is looked up, to be told in Slack. */
export function lookUpPeople(d: Draft, target: Target): void {
  const page = d.incident.pages[target];
  if (!page) return;
  const { generation, dedupKey } = page;
  const payload: PagePayload = { incident: d.incident.id, target, generation, dedupKey };
  const key = `g${generation}/look-up/${target}`;
  d.effect({ kind: 'page.look-up', lane: `look-up/${target}`, key, class: 'read', priority: 0, payload });
}

export function tellPeople(d: Draft, target: Target, slack: readonly string[]): void {
  const { id: incident, generation } = d.incident;
  for (const person of slack) {
    const payload = { incident, generation, target, person };
    const key = `g${generation}/dm/${person}/${target}`;
    d.effect({ kind: 'chat.dm', lane: `dm/${person}`, key, class: 'findable', priority: 2, payload });
  }
}
