/** state = fold(timeline): what each event makes of an incident. */
import type { EventMeta } from '../../engine/decision.ts';
import type { Target } from '../catalog/model.ts';
import type { IncidentEvent, SeverityFacts } from './events.ts';
import { dueAtOf, type Incident, type LevelState, type Page } from './model.ts';

const severityOf = (e: SeverityFacts) => ({
  severity: e.severity,
  severityLabel: e.label,
  severityRank: e.rank,
  respondWithin: e.respondWithin,
});

function without<T extends object, K extends keyof T>(o: T, ...keys: K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(o).filter(([k]) => !keys.includes(k as K))) as Omit<T, K>;
}

function withPage(s: Incident, target: Target, change: Partial<Page>): Incident {
  const page = s.pages[target];
  return page ? { ...s, pages: { ...s.pages, [target]: { ...page, ...change } } } : s;
}

/** It stands in PagerDuty after all: what went wrong before is over. */
function taken(s: Incident, target: Target, change: Partial<Page>): Incident {
  const page = s.pages[target];
  return page ? { ...s, pages: { ...s.pages, [target]: { ...without(page, 'failure'), ...change } } } : s;
}

function withLevel(s: Incident, level: number, change: Omit<LevelState, 'level'>): Incident {
  return { ...s, levels: s.levels.map((l) => (l.level === level ? { level, ...change } : l)) };
}

function withResponders(s: Incident, slack: readonly string[]): Incident {
  const more = slack.filter((x) => isSlackUser(x) && !s.responders.includes(x));
  return more.length === 0 ? s : { ...s, responders: [...s.responders, ...more] };
}

/** By which a lower level that is overdue as well is superseded: only what was reached at its time stands for it. */
function timeThatCame(s: Incident, level: number, at: number): { readonly dueAt?: number } {
  const dueAt = dueAtOf(s, s.policy.levels.find((l) => l.level === level) ?? {});
  return dueAt !== undefined && dueAt <= at ? { dueAt } : {};
}

/** Others (`pagerduty:PX`, the command line) cannot be invited or mentioned. */
const isSlackUser = (id: string): boolean => /^[UW][A-Z0-9]+$/.test(id);

/** What begins anew with a reopening. */
const OF_A_GENERATION = [
  'resolvedAt',
  'resolvedBy',
  'summary',
  'ack',
  'unacknowledgedSince',
  'firstAckAt',
  'outage',
  'customersNotifiedAt',
] as const;

const clean = (policy: Incident['policy']): readonly LevelState[] =>
  policy.levels.map(({ level }) => ({ level, status: 'pending' }));

export function evolve(state: Incident | undefined, e: IncidentEvent, meta: EventMeta): Incident {
  if (e.type === 'incident.declared') {
    return {
      id: e.id,
      title: e.title,
      ...(e.description ? { description: e.description } : {}),
      ...severityOf(e),
      service: e.service,
      serviceTitle: e.serviceTitle,
      ...(e.impact ? { impact: e.impact } : {}),
      ...(e.customers ? { customers: e.customers } : {}),
      ...(e.window ? { window: e.window } : {}),
      status: 'investigating',
      declaredBy: e.by,
      declaredAt: meta.at,
      since: meta.at,
      generation: 1,
      policy: e.policy,
      levels: clean(e.policy),
      pages: {},
      runs: [],
      runbooks: e.runbooks,
      cards: {},
      responders: [e.by].filter(isSlackUser),
    };
  }
  if (!state) throw new Error(`${e.type} before incident.declared`);
  const s = state;
  switch (e.type) {
    case 'window.closed':
      return without(s, 'window');
    case 'incident.joined':
      return withResponders(s, [e.by]);
    case 'incident.acknowledged':
      return withResponders(
        {
          ...s,
          ack: { by: e.by, at: meta.at, until: e.until },
          leases: (s.leases ?? 0) + 1,
          firstAckAt: s.firstAckAt ?? meta.at,
        },
        [e.by],
      );
    case 'ack.renewed':
      return s.ack ? { ...s, ack: { ...s.ack, until: e.until }, leases: (s.leases ?? 0) + 1 } : s;
    case 'ack.lapsed':
      // It was over at its end, however late that is noticed (case TM-08).
      return { ...without(s, 'ack'), ...(s.ack ? { unacknowledgedSince: s.ack.until } : {}) };
    case 'severity.changed':
      return { ...s, ...severityOf(e), ...(e.runbooks ? { runbooks: e.runbooks } : {}) };
    case 'status.changed':
      return withResponders({ ...s, status: e.to }, [e.by]);
    case 'incident.resolved':
      return {
        ...without(s, 'nextUpdateAt', 'window'),
        status: 'resolved',
        resolvedAt: meta.at,
        resolvedBy: e.by,
        ...(e.summary ? { summary: e.summary } : {}),
        levels: s.levels.map((l) => (l.status === 'pending' ? { level: l.level, status: 'pending' } : l)),
      };
    case 'incident.reopened':
      return withResponders(
        {
          ...without(s, ...OF_A_GENERATION),
          status: 'investigating',
          since: meta.at,
          generation: s.generation + 1,
          levels: clean(s.policy),
          pages: {},
        },
        [e.by],
      );
    case 'update.posted':
      return {
        ...without(s, 'nextUpdateAt'),
        lastUpdate: { text: e.text, by: e.by, at: meta.at, ...(e.eta ? { eta: e.eta } : {}) },
      };
    case 'update.promised':
      return { ...s, nextUpdateAt: e.at, promises: (s.promises ?? 0) + 1 };
    case 'update.missed':
      return without(s, 'nextUpdateAt');
    case 'chat.failed':
    case 'page.stuck':
      return s;
    case 'level.scheduled':
      return withLevel(s, e.level, { status: 'pending', dueAt: e.dueAt });
    case 'level.unscheduled':
      return withLevel(s, e.level, { status: 'pending' });
    case 'level.reached':
      return withLevel(s, e.level, { status: 'reached', at: meta.at, ...timeThatCame(s, e.level, meta.at) });
    case 'level.superseded':
      return withLevel(s, e.level, { status: 'superseded', at: meta.at });
    case 'level.passed-over':
      return withLevel(s, e.level, { status: 'passed-over', at: meta.at });
    case 'page.begun': {
      const { target, level, dedupKey, reason } = e;
      const base = { target, level, dedupKey, reason, generation: s.generation, at: meta.at, people: [] };
      return { ...s, pages: { ...s.pages, [target]: { ...base, status: 'sending' } } };
    }
    case 'page.accepted': {
      const { target, people, slack, routingKey } = e;
      const was = s.pages[target]?.status;
      // A fast webhook may have confirmed or acknowledged it before our own reply was settled.
      const waited = was === 'sending' || was === 'failed' || (was === 'unreached' && people.length > 0);
      const status = waited || was === undefined ? 'accepted' : was;
      return withResponders(taken(s, target, { status, people, routingKey }), slack);
    }
    case 'page.told':
      return withResponders(withPage(s, e.target, { people: e.people }), e.slack);
    case 'page.unreached':
      return withPage(s, e.target, { status: 'unreached' });
    case 'page.confirmed':
      return taken(s, e.target, { status: 'confirmed' });
    case 'page.acknowledged':
      return taken(s, e.target, { status: 'acknowledged' });
    case 'page.resolved':
      return withPage(s, e.target, { status: 'resolved' });
    case 'page.failed':
      return withPage(s, e.target, { status: 'failed', failure: e.reason });
    case 'page.late': {
      const tellings = (s.pages[e.target]?.tellings ?? 0) + 1;
      return withPage(s, e.target, { failure: `not accepted by PagerDuty for ${e.seconds} s`, tellings });
    }
    case 'outage.declared':
      return { ...s, outage: { at: meta.at } };
    case 'customers.notified':
      return { ...s, customersNotifiedAt: meta.at };
    case 'channel.opened':
      return { ...s, channel: { id: e.id, name: e.name } };
    case 'card.posted':
      return { ...s, cards: { ...s.cards, [e.surface]: { channel: e.channel, ts: e.ts } } };
    case 'run.asked':
      return withResponders(s, [e.by]);
    case 'run.began': {
      const run = { run: e.run, runbook: e.runbook, name: e.name, status: 'running' };
      return { ...s, runs: [...s.runs.filter((r) => r.run !== e.run), run] };
    }
    case 'run.said':
    case 'incident.said':
      return s;
    case 'run.moved':
      return { ...s, runs: s.runs.map((r) => (r.run === e.run ? { ...r, status: e.status } : r)) };
  }
}
