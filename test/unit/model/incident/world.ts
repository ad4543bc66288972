/** An incident as the model sees it, and how it reads in one line: what the product must agree with after every step. */
import type { Matrix, Rung, Severity } from './matrices.ts';

const MINUTE = 60_000;

export interface Level {
  readonly is: 'pending' | 'reached' | 'superseded' | 'passed-over';
  /** The moment it came due, when it had come and somebody was woken: lower levels that are overdue may rest on it. */
  readonly stands?: number;
}

export interface Page {
  readonly is: 'sending' | 'accepted' | 'confirmed' | 'acknowledged' | 'resolved' | 'failed' | 'unreached';
  readonly level: number;
  /** When people are told next that nobody took it. */
  readonly tell: number;
  /** Whether it was asked who stands behind it, to tell them in Slack. */
  readonly looked: boolean;
}

export interface World {
  readonly matrix: Matrix;
  now: number;
  status: 'none' | 'investigating' | 'identified' | 'monitoring' | 'resolved';
  severity: Severity;
  generation: number;
  since: number;
  /** When the unacknowledged clock began; it stands while there is a lease. */
  firstClock: number | undefined;
  lease: { readonly by: string; readonly until: number } | undefined;
  levels: Level[];
  pages: Map<string, Page>;
  promise: number | undefined;
  window: number | undefined;
  outage: boolean;
  customersKnow: boolean;
  /** Whether each is over. */
  runs: Map<number, boolean>;
  /** What this step asks of the outside. */
  acts: string[];
}

export const nothing = (matrix: Matrix): World => ({
  matrix,
  now: 0,
  status: 'none',
  severity: 'p4',
  generation: 1,
  since: 0,
  firstClock: undefined,
  lease: undefined,
  levels: [],
  pages: new Map(),
  promise: undefined,
  window: undefined,
  outage: false,
  customersKnow: false,
  runs: new Map(),
  acts: [],
});

export const copied = (w: World, now: number): World => ({
  ...w,
  now,
  levels: [...w.levels],
  pages: new Map(w.pages),
  runs: new Map(w.runs),
  acts: [],
});

export const isOpen = (w: World): boolean => w.status !== 'none' && w.status !== 'resolved';
export const isHeld = (w: World): boolean => w.lease !== undefined && w.lease.until > w.now;
export const later = (w: World, ms: number | undefined) => (ms === undefined ? undefined : w.now + ms);

/** Reckoned from when the clock began, never armed and taken back. */
export function dueOf(w: World, { after }: Rung): number | undefined {
  const from = after?.clock === 'unresolved' ? w.since : w.firstClock;
  return after && from !== undefined ? from + after.ms : undefined;
}

/** How often people outside expect an update (severities.yaml). */
export const CADENCE: { readonly [S in Severity]?: number } = {
  p1: 30 * MINUTE,
  p2: 60 * MINUTE,
  p3: 240 * MINUTE,
};

/** Every timer that must be alive, and no other may be that does something. */
export function timers(w: World): string[] {
  if (!isOpen(w)) return [];
  const all: string[] = [];
  for (const [i, rung] of w.matrix.rungs.entries()) {
    const due = w.levels[i]?.is === 'pending' ? dueOf(w, rung) : undefined;
    if (due !== undefined) all.push(`level ${rung.level} @${due}`);
  }
  if (w.lease) all.push(`lapse @${w.lease.until}`);
  if (w.promise !== undefined) all.push(`remind @${w.promise}`);
  if (w.window !== undefined) all.push(`window @${w.window}`);
  for (const [target, p] of w.pages) if (p.is === 'sending') all.push(`tell ${target} @${p.tell}`);
  return all.sort();
}

/** One line of what counts, as `seen` of the product writes it. */
export function told(w: World): string {
  if (w.status === 'none') return 'nothing';
  const open = isOpen(w);
  let line = `${w.severity} ${w.status} g${w.generation} since ${w.since}`;
  if (open && w.lease) line += ` | ${w.lease.by} until ${w.lease.until}`;
  for (const [i, rung] of w.matrix.rungs.entries()) {
    const level = w.levels[i];
    const due = open && level?.is === 'pending' ? dueOf(w, rung) : undefined;
    line += ` | ${rung.level} ${level?.is}${due === undefined ? '' : ` @${due}`}`;
  }
  for (const [target, p] of w.pages) line += ` | ${target} ${p.is} by ${p.level}`;
  if (w.promise !== undefined) line += ` | update @${w.promise}`;
  if (w.window !== undefined) line += ' | window';
  if (w.outage) line += ' | outage';
  if (w.customersKnow) line += ' | customers know';
  for (const [run, over] of w.runs) line += ` | run ${run} ${over ? 'over' : 'under way'}`;
  return line;
}
