/**
 * What must become of an incident, said a second time: from the escalation matrix and the failure catalogue, with a clock of
 * its own and without the product's rules.
 */
import type { Happening, Person } from './happenings.ts';
import { begin, comesDue, escalate, reconsider, tellCustomers } from './levels.ts';
import { closeAll, paged, silenceAll, tellLate } from './pages.ts';
import { CADENCE, copied, isHeld, isOpen, later, type World } from './world.ts';

const MINUTE = 60_000;
const LONGEST_LEASE = 240 * MINUTE;
const DUPLICATE_WINDOW = 2 * MINUTE;

export interface Heard {
  readonly world: World;
  /** Otherwise somebody was told why not, and nothing changed. */
  readonly taken: boolean;
}

export function hear(before: World, h: Happening, now: number): Heard {
  const w = copied(before, now);
  return happens(w, h) ? { world: w, taken: true } : { world: before, taken: false };
}

function happens(w: World, h: Happening): boolean {
  if (h.does !== 'declare' && w.status === 'none') return false;
  switch (h.does) {
    case 'declare':
      Object.assign(w, { status: 'investigating', severity: h.severity, window: w.now + DUPLICATE_WINDOW });
      begin(w);
      w.promise = later(w, CADENCE[w.severity]);
      return true;
    case 'ack': {
      const ms = h.ms ?? w.matrix.lease;
      const others = isHeld(w) && w.lease?.by !== h.by.slack;
      if (!isOpen(w) || others || ms < MINUTE || ms > LONGEST_LEASE) return false;
      take(w, h.by, ms);
      return true;
    }
    case 'severity':
      if (!h.by.may || !isOpen(w) || h.to === w.severity) return false;
      w.severity = h.to;
      reconsider(w);
      w.promise = later(w, CADENCE[h.to]) ?? w.promise;
      return true;
    case 'state':
      if (!h.by.may || !isOpen(w) || h.to === w.status) return false;
      w.status = h.to;
      renew(w, h.by);
      return true;
    case 'reopen':
      if (!h.by.may || isOpen(w)) return false;
      Object.assign(w, { status: 'investigating', generation: w.generation + 1 });
      begin(w);
      w.promise = later(w, CADENCE[w.severity]);
      return true;
    case 'resolve':
      if (!h.by.may || !isOpen(w)) return false;
      end(w);
      return true;
    case 'update':
      if (!h.by.may || (h.next !== undefined && h.next < MINUTE)) return false;
      renew(w, h.by);
      if (h.public) tellCustomers(w);
      // Posting keeps the promise there was; the next one is made by whoever posts, or by the severity (case TM-12).
      if (isOpen(w)) w.promise = later(w, h.next ?? CADENCE[w.severity]);
      return true;
    case 'escalate':
      return h.by.may && isOpen(w) && escalate(w, h.to);
    case 'run':
      if (!h.by.may || !isOpen(w) || !h.known) return false;
      w.acts.push('start run');
      renew(w, h.by);
      return true;
    case 'began':
      if (w.runs.has(h.run)) return true;
      w.runs.set(h.run, false);
      if (!isOpen(w)) w.acts.push(`end run ${h.run}`);
      return true;
    case 'moved':
      if (w.runs.has(h.run)) w.runs.set(h.run, true);
      return true;
    case 'level':
      comesDue(w, h.level);
      return true;
    case 'lapse':
      // It was over at its end, however late that is noticed (case TM-08).
      w.firstClock = w.lease?.until;
      w.lease = undefined;
      return true;
    case 'remind':
      w.promise = later(w, CADENCE[w.severity]);
      return true;
    case 'window':
      w.window = undefined;
      return true;
    case 'tell':
      tellLate(w, h.target);
      return true;
    case 'join':
    case 'echo':
    case 'chat':
      return true;
    case 'acked there':
    case 'resolved there':
      fromPagerDuty(w, h);
      return true;
    default:
      paged(w, h);
      return true;
  }
}

function take(w: World, by: Person, ms: number): void {
  w.lease = { by: by.slack, until: w.now + ms };
  w.firstClock = undefined;
  silenceAll(w);
}

/** Working on it is a sign of life: whoever holds it, holds it anew. */
function renew(w: World, by: Person): void {
  const until = w.now + w.matrix.lease;
  if (isOpen(w) && isHeld(w) && w.lease?.by === by.slack && until > w.lease.until) w.lease = { ...w.lease, until };
}

function end(w: World): void {
  closeAll(w);
  for (const [run, over] of w.runs) if (!over) w.acts.push(`end run ${run}`);
  if (w.customersKnow) tellCustomers(w);
  Object.assign(w, { status: 'resolved', promise: undefined, window: undefined, lease: undefined });
}

/** What a person does there counts here; the echo of our own doing has no person, and an alert that is over says nothing. */
function fromPagerDuty(w: World, h: Extract<Happening, { does: 'acked there' | 'resolved there' }>): void {
  const before = h.generation === w.generation ? w.pages.get(h.target) : undefined;
  paged(w, h);
  if (!before || before.is === 'resolved' || !isOpen(w) || !h.by) return;
  if (h.does === 'resolved there') {
    if (h.by.may) end(w);
  } else if (isHeld(w)) renew(w, h.by);
  else take(w, h.by, w.matrix.lease);
}
