/** Ready means that work flows, not that something answers: lag is what readiness is judged by. */
import type { Pool } from '../db/pool.ts';
import { query, statement } from '../db/statement.ts';
import type { Health } from '../inbound/http/server.ts';
import type { Bot } from './bot.ts';
import type { Core } from './core.ts';

/** Goal G-14: red when the oldest due effect waits longer than this, milliseconds. */
const MOST_LAG = 30_000;
const LONGEST_LOOK = 2_000;

/**
 * Only what could be begun: what stands behind another effect of its lane waits for the world and not for a worker. A lease
 * that ran out and was not taken over waits as well.
 */
const LAG = statement(
  'health_lag',
  `select ms(app_now()) - ms(min(late.since)) as lag from (
     select e.due_at as since from effect e
      where e.status = 'ready' and e.due_at <= app_now() - $1 * interval '1 millisecond'
        and not exists (select 1 from effect p where p.lane = e.lane and p.id < e.id and p.status in ('ready', 'leased'))
     union all
     select e.lease_until from effect e
      where e.status = 'leased' and e.lease_until <= app_now() - $1 * interval '1 millisecond') late`,
);

async function lagOf(pool: Pool): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, no) => {
    timer = setTimeout(() => no(new Error('late')), LONGEST_LOOK);
  });
  try {
    const rows = await Promise.race([query<{ lag: number | null }>(pool, LAG, [MOST_LAG]), late]);
    return rows[0]?.lag ?? 0;
  } finally {
    clearTimeout(timer);
  }
}

/** Anybody may ask, as often as they like: those who ask at the same time share one look. */
export function createHealth(core: Core, bot: Bot | undefined): () => Promise<Health> {
  let looking: Promise<Health> | undefined;
  return () => {
    looking ??= look(core, bot).finally(() => {
      looking = undefined;
    });
    return looking;
  };
}

async function look(core: Core, bot: Bot | undefined): Promise<Health> {
  const parts: Record<string, string> = {};
  try {
    const lag = await lagOf(core.pool);
    if (lag > 0) parts.lag = `the oldest due effect has waited ${Math.round(lag / 1000)} s: is a worker running?`;
  } catch {
    parts.database = 'does not answer';
  }
  if (bot && !bot.edge()) parts.slack = 'not connected yet';
  const ok = Object.keys(parts).length === 0;
  // Told, but not red: the last good set is in use.
  const problems = core.workflows.problems().length;
  if (problems > 0) {
    const count = problems === 1 ? 'one problem' : `${problems} problems`;
    parts.workflows = `${count} in the folder; the last good set is in use (tocsin check)`;
  }
  return { ok, parts };
}
