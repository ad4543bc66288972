/** The SQL of leases: claim heads of lanes, renew what is in hand, take over from the dead. */
import type { Pool } from '../db/pool.ts';
import { query, statement } from '../db/statement.ts';
import type { Priority } from './decision.ts';
import { LEAST_URGENT } from './decision.ts';
import type { Claimed } from './effect.ts';

export const LEASE = '10 seconds';

/** First key of the advisory locks that are workers' lives; the second is the worker's number. */
export const LIFE_LOCK = 5_771;

/**
 * $1 worker; $2 the least urgent priority of what hurries, $3 how many of it at most; $4 how many of what does not hurry. Nobody
 * waits for a row that another is claiming.
 */
const CLAIM = (heads: string) => `
  with t as materialized (select app_now() as now), ${heads}
  update effect e set status = 'leased', fence = e.fence + 1, attempts = e.attempts + 1, worker = $1,
         lease_until = t.now + interval '${LEASE}'
    from t, heads where e.id = heads.id
  returning e.id, e.kind, e.lane, e.key, e.class, e.priority, e.payload, e.of_kind, e.of_id, e.fence, e.attempts, e.crashes, e.doubt,
    ms(t.now) as now`;

const DUE = `status = 'ready' and due_at <= (select now from t)`;
const HURRIES = 'priority <= $2';
const CAN_WAIT = `priority > ${LEAST_URGENT}`;

const DUE_HEADS = (which: string, most: string) => `
    select e.id from effect e
     where ${DUE} and ${which} and not exists (
       select 1 from effect p where p.lane = e.lane and p.id < e.id and p.status in ('ready', 'leased'))
     order by e.priority, e.due_at, e.id limit ${most} for update of e skip locked`;

const CLAIM_DUE = statement(
  'engine_claim_due',
  CLAIM(`
  hurry as materialized (${DUE_HEADS(HURRIES, '$3')}),
  rest as materialized (${DUE_HEADS(CAN_WAIT, '$4')}),
  heads as (select id from hurry union all select id from rest)`),
);

/** The head of each lane. (No worker and not settled is ready, said so that no index but the primary key fits.) */
const CLAIM_LANES = statement(
  'engine_claim_lanes',
  CLAIM(`
  due as materialized (
    select head.id, priority, due_at from unnest($5::text[]) l(lane) cross join lateral (
        select * from effect p where p.lane = l.lane and p.status in ('ready', 'leased') order by p.id limit 1) head
     where ${DUE}),
  first as materialized (
    (select id from due where ${HURRIES} order by priority, due_at, id limit $3)
    union all (select id from due where ${CAN_WAIT} order by priority, due_at, id limit $4)),
  heads as materialized (
    select e.id from first join effect e using (id) where e.worker is null and e.settled_at is null for update of e skip locked)`),
);

/** Work that is nobody's yet. */
export interface Ready {
  readonly lane: string;
  readonly dueAt: number;
  readonly priority: Priority;
}

/** A leased row, as SQL returns it. */
export interface Leased extends Omit<Claimed, 'id' | 'of'> {
  readonly id: string | number;
  readonly of_kind: string;
  readonly of_id: string | number;
}

export function claimed({ id, kind, lane, key, class: c, priority, payload, of_kind, of_id, ...r }: Leased): Claimed {
  const { fence, attempts, crashes, doubt } = r;
  const of = { kind: of_kind, id: Number(of_id) };
  return { id: Number(id), kind, lane, key, class: c, priority, payload, of, fence, attempts, crashes, doubt };
}

export interface ClaimWish {
  readonly worker: number;
  /** Of what hurries: how far down the priorities, and how many. */
  readonly to: Priority;
  readonly most: number;
  /** How many of what does not hurry. */
  readonly rest: number;
  /** Absent: any lane. */
  readonly lanes?: readonly string[];
}

export async function claim(pool: Pool, w: ClaimWish): Promise<{ claims: Claimed[]; now?: number }> {
  const values: unknown[] = [w.worker, w.to, w.most, w.rest];
  const rows = await query<Leased & { now: number } & Record<string, unknown>>(
    pool,
    w.lanes ? CLAIM_LANES : CLAIM_DUE,
    w.lanes ? [...values, w.lanes] : values,
  );
  return { claims: rows.map(claimed), ...(rows[0] ? { now: rows[0].now } : {}) };
}

const RELEASE = statement(
  'engine_release',
  `update effect e set status = 'ready', worker = null, lease_until = null
     from (select id from effect where key = any($2::text[]) and fence = 1
           union select id from effect where lane = any($3::text[]) and status in ('ready', 'leased') and id <> all($4::bigint[])) m
    where e.id = m.id and e.status = 'leased' and e.worker = $1
   returning e.lane, ms(e.due_at) as "dueAt", e.priority`,
);

/** What a commit asked for whose reply never came. */
export interface Mislaid {
  readonly worker: number;
  /** Of effects that it was to lease as it wrote them. */
  readonly keys: readonly string[];
  /** Effects that it was to settle, whose lanes it was to go on with. */
  readonly settled: readonly { readonly id: number; readonly lane: string }[];
}

/** Gives back what such a commit may have leased: nobody has it in hand, so nothing was begun. */
export async function release(pool: Pool, { worker, keys, settled }: Mislaid): Promise<Ready[]> {
  const values = [worker, keys, settled.map((e) => e.lane), settled.map((e) => e.id)];
  return query<Ready & Record<string, unknown>>(pool, RELEASE, values);
}

const RENEW = statement(
  'engine_renew',
  `with t as materialized (select app_now() as now),
   ours as materialized (
     select e.id from unnest($2::bigint[], $3::int[]) h(id, fence) cross join lateral (
       select e.id from effect e where e.id = h.id and e.fence = h.fence and e.status = 'leased' and e.worker = $1 offset 0) e),
   free as materialized (
     select e.id from ours cross join lateral (select e.id from effect e where e.id = ours.id for update skip locked) e),
   re as (
     update effect e set lease_until = t.now + interval '${LEASE}' from t where e.id = any(array(select id from free)))
   select id from ours`,
);

/** Ids still ours. What is being settled at the moment is not waited for. */
export async function renew(pool: Pool, worker: number, held: readonly Claimed[]): Promise<Set<number>> {
  const values = [worker, held.map((c) => c.id), held.map((c) => c.fence)];
  const rows = await query<{ id: string }>(pool, RENEW, values);
  return new Set(rows.map((r) => Number(r.id)));
}

/**
 * The first death in something is an accident, and it is begun again at once. Whatever kills one worker after the other waits in
 * between, ever longer, so that there are workers for everything else (spec G-4).
 */
const CRASHED_BEFORE = '3 seconds';

const TAKE_OVER = statement(
  'engine_take_over',
  `with t as materialized (select app_now() as now),
   lost as (
     select e.id, e.lease_until >= t.now as died from t, effect e
      where e.status = 'leased' and (e.lease_until < t.now or not exists (
        select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = ${LIFE_LOCK} and l.objid = e.worker
           and l.objsubid = 2 and l.granted and l.database = (select oid from pg_database where datname = current_database())))
      for update of e skip locked)
   update effect e set status = 'ready', doubt = true, crashes = crashes + 1, worker = null, lease_until = null,
          due_at = t.now + crashes * crashes * interval '${CRASHED_BEFORE}',
          last_error = case when lost.died then 'its worker died' else 'its lease ran out' end
     from t, lost where e.id = lost.id returning e.id`,
);

/** Frees the leases of workers whose life lock is gone, and of the frozen whose lease ran out. Returns how many. */
export async function takeOver(pool: Pool): Promise<number> {
  return (await query(pool, TAKE_OVER, [])).length;
}

const NEXT_DUE = statement(
  'engine_next_due',
  `with t as materialized (select app_now() as now)
   select ms((select now from t)) as now, ms(min(due)) as due, ms(min(due) filter (where due <= (select now from t))) as oldest
     from (select (select due_at from effect where status = 'ready' and priority = p order by due_at limit 1) as due
             from generate_series(0, 3) p) d`,
);

export async function nextDue(pool: Pool): Promise<{ now: number; due: number | null; oldest: number | null }> {
  const [row] = await query<{ now: number; due: number | null; oldest: number | null }>(pool, NEXT_DUE, []);
  if (!row) throw new Error('next due returned no row');
  return row;
}
