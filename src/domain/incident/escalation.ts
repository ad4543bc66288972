/**
 * The escalation matrix on its two clocks. Levels fire on time unacknowledged, which an acknowledgement stops while its lease
 * holds, or on time unresolved, which only resolving stops. Source of the default policy: 004_adcb18f331fabb83.txt, "Escalation Matrix".
 */
import { formatDuration } from '../../lib/duration.ts';
import { evaluate } from '../../lib/expression.ts';
import type { Level } from '../catalog/model.ts';
import type { Draft } from './draft.ts';
import { notifyCustomers } from './messages.ts';
import { dueAtOf, type Incident, type LevelState } from './model.ts';
import { beginPage } from './paging.ts';

/** What a policy's expressions see as `incident`. */
export function facts(i: Incident, now: number) {
  return {
    severity: i.severity,
    rank: i.severityRank,
    status: i.status,
    service: i.service,
    title: i.title,
    acknowledged: isAcked(i, now),
    minutes: Math.floor((now - i.since) / 60_000),
  };
}

export const isAcked = (i: Incident, now: number): boolean => i.ack !== undefined && i.ack.until > now;

/** A policy that loaded has only expressions that parse; one that fails on live facts must not silence a level. */
function holds(expression: string | undefined, i: Incident, now: number, otherwise: boolean): boolean {
  if (expression === undefined) return otherwise;
  const result = evaluate(expression, { incident: facts(i, now) });
  return result.ok ? result.value === true : true;
}

export const applies = (d: Draft, rule: Level): boolean => holds(rule.if, d.incident, d.now, true);
const isAtOnce = (d: Draft, rule: Level): boolean =>
  holds(rule.immediately, d.incident, d.now, false) && applies(d, rule);

const stateOf = (i: Incident, level: number): LevelState | undefined => i.levels.find((l) => l.level === level);

const levelTimer = (i: Incident, level: number, dueAt: number): string => `g${i.generation}/level/${level}/${dueAt}`;

/** At its time, as its clock runs now. */
function schedule(d: Draft, rule: Level): void {
  const dueAt = dueAtOf(d.incident, rule);
  if (dueAt === undefined) return;
  const { level } = rule;
  d.emit({ type: 'level.scheduled', level, dueAt });
  const { generation } = d.incident;
  d.timer(levelTimer(d.incident, level, dueAt), dueAt, 'level.due', { level, generation, dueAt });
}

function cancelTimer(d: Draft, level: number): void {
  const dueAt = stateOf(d.incident, level)?.dueAt;
  if (dueAt !== undefined) d.cancel(levelTimer(d.incident, level, dueAt));
}

const clockReason = (after: NonNullable<Level['after']>): string => `${after.clock} for ${formatDuration(after.ms)}`;
const severityReason = (d: Draft): string => `at once for ${d.incident.severityLabel}`;

/** Fires what is due at the start and arms the rest: at declaration and at reopening. */
export function startEscalation(d: Draft): void {
  for (const rule of d.incident.policy.levels) {
    if (!rule.after) reach(d, rule, 'at once');
    else if (isAtOnce(d, rule)) reach(d, rule, severityReason(d));
    else schedule(d, rule);
  }
}

/** Pages a level's targets that were not paged before in this generation, and does what the level does. */
export function reach(d: Draft, rule: Level, reason: string, by?: string): void {
  if (!applies(d, rule)) {
    d.emit({ type: 'level.passed-over', level: rule.level, reason: `not for ${d.incident.severityLabel}` });
    return;
  }
  cancelTimer(d, rule.level);
  const page = rule.page.filter((target) => !d.incident.pages[target]);
  d.emit({ type: 'level.reached', level: rule.level, reason, page, ...(by ? { by } : {}) });
  for (const target of page) beginPage(d, target, rule.level, reason);
  for (const action of rule.do) {
    if (action === 'declare-outage') d.emit({ type: 'outage.declared' });
    else notifyCustomers(d, `g${d.incident.generation}/customers/${rule.level}`);
  }
}

/** A higher level that was due by now as well and wakes somebody: paging that one is enough (case TM-04). */
function overtaking(d: Draft, level: number, dueAt: number): Level | undefined {
  const { policy, pages } = d.incident;
  return policy.levels.findLast((l) => {
    const state = stateOf(d.incident, l.level);
    if (l.level <= level || state?.dueAt === undefined || state.dueAt <= dueAt || state.dueAt > d.now) return false;
    if (state.status === 'pending') return applies(d, l) && l.page.some((target) => !pages[target]);
    // Timers run side by side: the higher one may have been first. One reached by hand before its time has no time here.
    return state.status === 'reached' && Object.values(pages).some((p) => p.level === l.level);
  });
}

/** A level's time came: it fires unless its guard is gone or a higher level that pages is due as well. */
export function levelDue(d: Draft, level: number, dueAt: number): void {
  const rule = d.incident.policy.levels.find((l) => l.level === level);
  const state = stateOf(d.incident, level);
  if (!rule?.after || state?.status !== 'pending' || state.dueAt !== dueAt || d.incident.status === 'resolved') return;
  if (rule.after.clock === 'unacknowledged' && isAcked(d.incident, d.now)) return;
  const higher = rule.do.length === 0 && applies(d, rule) ? overtaking(d, level, dueAt) : undefined;
  if (higher) d.emit({ type: 'level.superseded', level, by: higher.level });
  else reach(d, rule, clockReason(rule.after));
}

/** An acknowledgement stops the first clock. */
export function stopFirstClock(d: Draft): void {
  for (const rule of d.incident.policy.levels) {
    const state = stateOf(d.incident, rule.level);
    if (rule.after?.clock !== 'unacknowledged' || state?.status !== 'pending' || state.dueAt === undefined) continue;
    cancelTimer(d, rule.level);
    d.emit({ type: 'level.unscheduled', level: rule.level });
  }
}

/** The lease ran out: the first clock begins anew. */
export function restartFirstClock(d: Draft): void {
  for (const rule of d.incident.policy.levels) {
    const state = stateOf(d.incident, rule.level);
    if (rule.after?.clock === 'unacknowledged' && state?.status === 'pending') schedule(d, rule);
  }
}

/** Severity changed: what is at once for the new one fires, what was passed over fires now that it counts. Due times stay. */
export function reconsider(d: Draft): void {
  for (const rule of d.incident.policy.levels) {
    const status = stateOf(d.incident, rule.level)?.status;
    if (status === 'pending' && rule.after && isAtOnce(d, rule)) reach(d, rule, severityReason(d));
    if (status !== 'passed-over' || !applies(d, rule)) continue;
    if (!rule.after || isAtOnce(d, rule)) reach(d, rule, severityReason(d));
    else {
      // Its time was over when it was passed over; the first clock may stand since, or have begun anew.
      const dueAt = dueAtOf(d.incident, rule);
      if (dueAt === undefined) d.emit({ type: 'level.unscheduled', level: rule.level });
      else if (dueAt > d.now) schedule(d, rule);
      else reach(d, rule, clockReason(rule.after));
    }
  }
}

/** Nothing of this generation fires any more. */
export function stopEscalation(d: Draft): void {
  for (const l of d.incident.levels) if (l.status === 'pending') cancelTimer(d, l.level);
}

/** Nobody could be reached at any page of the level: the next one that pages somebody new goes at once (case ST-08). */
export function skipEmptyLevel(d: Draft, level: number): void {
  const { policy, pages, status } = d.incident;
  const mine = Object.values(pages).filter((p) => p.level === level);
  const lost = mine.length > 0 && mine.every((p) => p.status === 'unreached' || p.status === 'failed');
  if (!lost || status === 'resolved') return;
  // Somebody is on it already: only a level that an acknowledgement does not stop needs its people.
  const clock = policy.levels.find((l) => l.level === level)?.after?.clock;
  if (clock !== 'unresolved' && isAcked(d.incident, d.now)) return;
  for (const next of policy.levels) {
    const waits = next.level > level && stateOf(d.incident, next.level)?.status === 'pending';
    if (!waits || next.page.length === 0 || !applies(d, next)) continue;
    const before = Object.keys(d.incident.pages).length;
    reach(d, next, `nobody could be reached at level ${level}`);
    if (Object.keys(d.incident.pages).length > before) return;
  }
}
