/**
 * How long until the next attempt: never much more than a minute, so that what waits for a server that was away is out soon after it is
 * back. Pages never give up while they are wanted; the rest does after about four hours.
 */
import type { Priority } from './decision.ts';

const PAGES = [1, 2, 4, 8, 15, 30, 60] as const;
const OTHERS = [1, 2, 5, 15, 30, 60] as const;

/** Milliseconds after `attempts` (from 1) attempts, with jitter taken from the effect's id so that a herd spreads. */
export function backoff(priority: Priority, attempts: number, id: number): number {
  const steps = priority === 0 ? PAGES : OTHERS;
  const base = (steps[Math.min(attempts, steps.length) - 1] ?? 1) * 1000;
  const jitter = ((id * 2_654_435_761) % 1000) / 1000;
  return Math.round(base * (0.8 + 0.4 * jitter));
}

/** What nobody is woken by is given up after this many attempts; a page is not. */
export const MOST_ATTEMPTS = 240;
/** An effect that kills its worker this often is not tried again by itself. */
export const MOST_CRASHES = 5;
