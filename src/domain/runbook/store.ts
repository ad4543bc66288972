/** The run's look-ups for people's questions; nothing here decides. */
import type { Pool } from '../../db/pool.ts';
import { query, statement } from '../../db/statement.ts';
import { EARLIER_WITHIN } from './earlier.ts';
import type { Run } from './model.ts';

const ONE = statement('run_one', 'select state from run where id = $1');

const OF_INCIDENT = statement('run_of_incident', 'select state from run where incident = $1 order by id desc limit 50');
const BY_CARD = statement(
  'run_by_card',
  `select state from run where card = $2 and state->'card'->>'channel' = $1 order by id desc limit 1`,
);
const OPEN = statement('run_open', 'select state from run where open order by id desc limit 50');
const NEWEST = statement(
  'run_newest',
  `select state from run
    where $1 = '' or strpos(lower(coalesce(state->>'held', '')), $1) > 0 or strpos(state->'runbook'->>'id', $1) > 0
    order by id desc limit 20`,
);
// No index: it would make every step of every run dearer. The newest are looked through; a day has seldom more.
const TOUCHED = statement(
  'run_touched',
  `select state from (select * from run order by id desc limit 300) newest
    where last_at > app_now() - $2::float8 * interval '1 millisecond'
      and exists (select from jsonb_each(state->'steps') s
                   where s.value->'approval'->>'status' = 'used' and strpos(s.value->'approval'->>'plan', $1) > 0)
    order by id desc limit 50`,
);
type Row = { state: Run };
const states = (rows: readonly Row[]): readonly Run[] => rows.map((r) => r.state);

/** Newest first, at most 50. */
export const runsOfIncident = async (pool: Pool, incident: number) =>
  states(await query<Row>(pool, OF_INCIDENT, [incident]));
/** Newest first, at most 50. */
export const openRuns = async (pool: Pool) => states(await query<Row>(pool, OPEN, []));
/** The newest 20 whose target or runbook has this in it; of everything when it is empty. */
export const newestRuns = async (pool: Pool, about: string) =>
  states(await query<Row>(pool, NEWEST, [about.toLowerCase()]));
/** Those that were let change this target a moment ago, and perhaps some more; newest first, at most 50. */
export const runsThatChanged = async (pool: Pool, target: string) =>
  states(await query<Row>(pool, TOUCHED, [`"target":${JSON.stringify(target)}`, EARLIER_WITHIN]));

export const runByCard = async (pool: Pool, channel: string, ts: string): Promise<Run | undefined> =>
  (await query<Row>(pool, BY_CARD, [channel, ts]))[0]?.state;

export async function runById(pool: Pool, id: number): Promise<Run | undefined> {
  if (!Number.isSafeInteger(id) || id < 1) return undefined;
  return (await query<{ state: Run }>(pool, ONE, [id]))[0]?.state;
}

/** An approval's id begins with its run's number. */
export async function runByApproval(pool: Pool, approval: string): Promise<Run | undefined> {
  const run = await runById(pool, Number(/^(\d{1,15})\./.exec(approval)?.[1] ?? 0));
  const all = Object.values(run?.steps ?? {}).flatMap((s) => [s.approval, ...(s.earlier ?? [])]);
  // Also of a plan that was replaced: a click on an old card is told what became of it.
  return all.some((a) => a?.id === approval) ? run : undefined;
}
