/** The SQL of leases: claim heads of lanes, renew what is in hand, take over from the dead. */
import type { Pool } from '../db/pool.ts';
import { query, statement } from '../db/statement.ts';
import type { Priority } from './decision.ts';
import type { Claimed } from './effect.ts';
import { LEASE } from './write.ts';

/** First key of the advisory locks that are workers' lives; the second is the worker's number. */
export const LIFE_LOCK = 5_771;

export interface Claim extends Claimed {
  readonly crashes: number;
  /** Ready effects of the same kind behind it in the lane, for kinds that coalesce. */
  readonly behind: readonly number[];
}

const CLAIM = (where: string) => `
  with heads as (
    select e.id from effect e
     where e.status = 'ready' and e.due_at <= app_now() and e.priority <= $2 and e.priority >= $3 ${where}
       and not exists (select 1 from effect p where p.lane = e.lane and p.id < e.id and p.status in ('ready', 'leased'))
     order by e.priority, e.due_at, e.id limit $4 for update of e skip locked)
  update effect e set status = 'leased', fence = e.fence + 1, attempts = e.attempts + 1, worker = $1,
         lease_until = app_now() + interval '${LEASE}'
    from heads where e.id = heads.id
  returning e.id, e.kind, e.lane, e.key, e.class, e.priority, e.payload, e.of_kind, e.of_id, e.fence, e.attempts, e.crashes, e.doubt,
    ms(app_now()) as now,
    case when e.kind = any($5::text[])
         then (select array_agg(o.id) from effect o where o.lane = e.lane and o.kind = e.kind and o.status = 'ready' and o.id > e.id) end as behind`;

const CLAIM_DUE = statement('engine_claim_due', CLAIM(''));
const CLAIM_LANES = statement('engine_claim_lanes', CLAIM('and e.lane = any($6::text[])'));

interface Row {
  id: string;
  kind: string;
  lane: string;
  key: string;
  class: Claimed['class'];
  priority: Priority;
  payload: Claimed['payload'];
  of_kind: string;
  of_id: string;
  fence: number;
  attempts: number;
  crashes: number;
  doubt: boolean;
  now: number;
  behind: string[] | null;
}

export interface ClaimWish {
  readonly worker: number;
  /** Priorities from..to. */
  readonly from: Priority;
  readonly to: Priority;
  readonly most: number;
  readonly coalescing: readonly string[];
  /** Absent: any lane. */
  readonly lanes?: readonly string[];
}

export async function claim(pool: Pool, w: ClaimWish): Promise<{ claims: Claim[]; now?: number }> {
  const values: unknown[] = [w.worker, w.to, w.from, w.most, w.coalescing];
  const rows = await query<Row & Record<string, unknown>>(
    pool,
    w.lanes ? CLAIM_LANES : CLAIM_DUE,
    w.lanes ? [...values, w.lanes] : values,
  );
  const claims = rows.map(({ of_kind, of_id, behind, now: _now, ...r }) => ({
    ...r,
    id: Number(r.id),
    of: { kind: of_kind, id: Number(of_id) },
    behind: (behind ?? []).map(Number),
  }));
  return { claims, ...(rows[0] ? { now: rows[0].now } : {}) };
}

const RENEW = statement(
  'engine_renew',
  `update effect e set lease_until = app_now() + interval '${LEASE}'
     from unnest($2::bigint[], $3::int[]) h(id, fence)
    where e.id = h.id and e.fence = h.fence and e.status = 'leased' and e.worker = $1
   returning e.id`,
);

/** Ids still ours. */
export async function renew(pool: Pool, worker: number, held: readonly Claimed[]): Promise<Set<number>> {
  const values = [worker, held.map((c) => c.id), held.map((c) => c.fence)];
  const rows = await query<{ id: string }>(pool, RENEW, values);
  return new Set(rows.map((r) => Number(r.id)));
}

const TAKE_OVER = statement(
  'engine_take_over',
  `with lost as (
     select e.id, e.lease_until >= app_now() as died from effect e
      where e.status = 'leased' and (e.lease_until < app_now() or not exists (
        select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = ${LIFE_LOCK} and l.objid = e.worker
           and l.objsubid = 2 and l.granted and l.database = (select oid from pg_database where datname = current_database())))
      for update of e skip locked)
   update effect e set status = 'ready', doubt = true, crashes = crashes + 1, worker = null, lease_until = null, due_at = app_now(),
          last_error = case when lost.died then 'its worker died' else 'its lease ran out' end
     from lost where e.id = lost.id returning e.id`,
);

/** Frees the leases of workers whose life lock is gone, and of the frozen whose lease ran out. Returns how many. */
export async function takeOver(pool: Pool): Promise<number> {
  return (await query(pool, TAKE_OVER, [])).length;
}

const NEXT_DUE = statement(
  'engine_next_due',
  `select ms(app_now()) as now, ms(min(due)) as due, ms(min(due) filter (where due <= app_now())) as oldest
     from (select (select due_at from effect where status = 'ready' and priority = p order by due_at limit 1) as due
             from generate_series(0, 3) p) d`,
);

export async function nextDue(pool: Pool): Promise<{ now: number; due: number | null; oldest: number | null }> {
  const [row] = await query<{ now: number; due: number | null; oldest: number | null }>(pool, NEXT_DUE, []);
  if (!row) throw new Error('next due returned no row');
  return row;
}
