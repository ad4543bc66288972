/** The matrix on its two clocks, as the model understands it. */
import type { Rung } from './matrices.ts';
import { dueOf, isHeld, isOpen, type World } from './world.ts';

const LATE = 60_000;

const applies = (w: World, r: Rung): boolean => r.only?.includes(w.severity) ?? true;
const atOnce = (w: World, r: Rung): boolean => !r.after || (r.atOnce?.includes(w.severity) ?? false);

export function tellCustomers(w: World): void {
  w.customersKnow = true;
  w.acts.push('announce');
}

/** Wakes whom this generation did not wake yet; says how many. */
function reach(w: World, i: number, rung: Rung): number {
  const due = dueOf(w, rung);
  const woken = rung.page.filter((t) => !w.pages.has(t));
  const stands = woken.length > 0 && due !== undefined && due <= w.now ? { stands: due } : {};
  w.levels[i] = { is: 'reached', ...stands };
  for (const t of woken) {
    w.pages.set(t, { is: 'sending', level: rung.level, tell: w.now + LATE, looked: false });
    w.acts.push(`trigger ${t}`);
  }
  if (rung.acts?.includes('outage')) w.outage = true;
  if (rung.acts?.includes('customers')) tellCustomers(w);
  return woken.length;
}

/** Both clocks begin, and nobody was woken yet. */
export function begin(w: World): void {
  Object.assign(w, { since: w.now, firstClock: w.now, lease: undefined, outage: false, customersKnow: false });
  w.pages.clear();
  w.levels = w.matrix.rungs.map(() => ({ is: 'pending' }));
  for (const [i, rung] of w.matrix.rungs.entries()) {
    if (atOnce(w, rung) && applies(w, rung)) reach(w, i, rung);
    else if (!rung.after) w.levels[i] = { is: 'passed-over' };
  }
}

export function comesDue(w: World, level: number): void {
  const i = w.matrix.rungs.findIndex((r) => r.level === level);
  const rung = w.matrix.rungs[i];
  const due = rung && dueOf(w, rung);
  if (!rung || due === undefined || !isOpen(w) || w.levels[i]?.is !== 'pending') return;
  if (!applies(w, rung)) w.levels[i] = { is: 'passed-over' };
  else if (!rung.acts && isOvertaken(w, i, due)) w.levels[i] = { is: 'superseded' };
  else reach(w, i, rung);
}

/** Overdue levels collapse: where a higher one that is due too wakes somebody, the lower one need not (case TM-04). */
function isOvertaken(w: World, i: number, due: number): boolean {
  return w.matrix.rungs.some((higher, j) => {
    const level = w.levels[j];
    if (j <= i || !level) return false;
    if (level.is === 'reached') return level.stands !== undefined && level.stands > due;
    const its = dueOf(w, higher);
    const comes = level.is === 'pending' && its !== undefined && its > due && its <= w.now;
    return comes && applies(w, higher) && higher.page.some((t) => !w.pages.has(t));
  });
}

/** Due times stay (case TM-07); what is at once now goes; what was passed over counts as if it always had. */
export function reconsider(w: World): void {
  for (const [i, rung] of w.matrix.rungs.entries()) {
    const is = w.levels[i]?.is;
    if (!applies(w, rung) || (is !== 'pending' && is !== 'passed-over')) continue;
    const due = dueOf(w, rung);
    const over = due !== undefined && due <= w.now;
    if (atOnce(w, rung) || (is === 'passed-over' && over)) reach(w, i, rung);
    else w.levels[i] = { is: 'pending' };
  }
}

/** A person names it: neither its time nor its condition holds it back. */
export function escalate(w: World, to: number | 'next'): boolean {
  const open = (i: number) => w.levels[i]?.is !== 'reached';
  const i = w.matrix.rungs.findIndex((r, at) => (to === 'next' ? open(at) && applies(w, r) : r.level === to));
  const rung = w.matrix.rungs[i];
  if (!rung || !open(i)) return false;
  reach(w, i, rung);
  return true;
}

/** Of a level nobody could be reached at: never silence, the next one that wakes somebody goes at once (case ST-08). */
export function goOn(w: World, lost: number): void {
  const at = w.matrix.rungs.findIndex((r) => r.level === lost);
  if (!isOpen(w) || (isHeld(w) && w.matrix.rungs[at]?.after?.clock !== 'unresolved')) return;
  for (const [i, rung] of w.matrix.rungs.entries()) {
    if (i <= at || w.levels[i]?.is !== 'pending' || rung.page.length === 0 || !applies(w, rung)) continue;
    if (reach(w, i, rung) > 0) return;
  }
}
