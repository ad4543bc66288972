/**
 * One statement and one commit out: every group that still holds is saved whole, every other leaves no trace. A group holds
 * when its aggregate still has the version that was decided on and every settled effect still has its fence.
 */
import type { Pool } from '../db/pool.ts';
import { query, statement } from '../db/statement.ts';
import { claimed, LEASE, type Leased, type Ready } from './claims.ts';
import type { Claimed } from './effect.ts';
import type { Asked, Group } from './group.ts';
import { patchOf } from './patch.ts';

export interface Written {
  /** The database's time at the commit. */
  readonly now: number;
  readonly held: ReadonlySet<number>;
  /** Groups whose settled effect has another fence by now. */
  readonly fenced: ReadonlySet<number>;
  /** What was asked for and is nobody's yet. */
  readonly ready: readonly Ready[];
  /**
   * Leased to the worker by this commit: what was asked for, where its lane was free, and what stood behind something that it
   * settled.
   */
  readonly taken: readonly Claimed[];
}

/**
 * $2 is the worker that goes on with what becomes free, if there is one. $1 holds the rows, each with the number of its group. Stored rows are reached one by one through an index (lateral, any), and
 * not by joins, which a planner that saw the tables empty would do by reading them whole. An effect that coalesces joins the one that waits in its lane: that row
 * is locked, so whoever would begin it comes after this commit and sees it.
 */
const WRITE = statement(
  'engine_write',
  `with t as materialized (select app_now() as now),
   g as materialized (
     select * from jsonb_to_recordset($1::jsonb->'groups')
       as g(n int, kind text, id bigint, seen int, version int, seq int, at float8, hash text, guard text, fixed jsonb, state jsonb,
            deep jsonb, gone text[])),
   s as materialized (
     select * from jsonb_to_recordset($1::jsonb->'settles')
       as s(n int, effect bigint, fence int, status text, after float8, doubt bool, error text)),
   la as materialized (
     select a.* from (select kind, id from g order by kind, id) g cross join lateral (
       select a.kind, a.id, a.version, a.state from aggregate a where a.kind = g.kind and a.id = g.id for update) a),
   le as materialized (
     select e.* from (select effect from s order by effect) s cross join lateral (
       select e.id, e.fence, e.status, e.lane from effect e where e.id = s.effect for update) e),
   lost as materialized (
     select s.n from s left join le on le.id = s.effect where le.id is null or le.fence <> s.fence or le.status <> 'leased'),
   held as materialized (
     select g.n from g left join la on la.kind = g.kind and la.id = g.id
      where (g.kind is null or g.seen = coalesce(la.version, 0)) and g.n not in (select n from lost)),
   settled as materialized (select s.effect, s.status, le.lane from s join held using (n) join le on le.id = s.effect),
   unwanted as materialized (
     select c.key from jsonb_to_recordset($1::jsonb->'cancels') c(n int, key text) join held using (n)),
   nx as materialized (
     select e.id from settled s cross join lateral (
         select o.id, o.status, o.due_at, o.key from effect o
          where o.lane = s.lane and o.status in ('ready', 'leased') and o.id not in (select effect from settled)
          order by o.id limit 1) head
       cross join lateral (
         select e.id from effect e where e.id = head.id and e.worker is null and e.settled_at is null for update skip locked) e
      where $2::int is not null and s.status <> 'ready' and head.status = 'ready' and head.due_at <= (select now from t)
        and head.key not in (select key from unwanted)),
   ca as materialized (
     select e.id from unwanted u cross join lateral (
       select e.id from effect e where e.key = u.key and e.status = 'ready' for update) e),
   ch as materialized (
     select s.effect as id, s.status, s.doubt, s.error, null::int as worker, 0 as claims,
            t.now + case when s.status = 'ready' then s.after end * interval '1 millisecond' as due
       from t, s where s.effect in (select effect from settled)
     union all select id, 'leased', null, null, $2, 1, null from nx
     union all select id, 'cancelled', null, null, null, 0, null from ca),
   up as (
     update effect e set status = ch.status, doubt = coalesce(ch.doubt, e.doubt), last_error = coalesce(ch.error, e.last_error),
            worker = ch.worker, fence = e.fence + ch.claims, attempts = e.attempts + ch.claims, due_at = coalesce(ch.due, e.due_at),
            lease_until = case when ch.status = 'leased' then t.now + interval '${LEASE}' end,
            settled_at = case when ch.status not in ('ready', 'leased') then t.now end
       from t, ch where e.id = ch.id and e.id = any(array(select id from ch))
     returning e.id, e.kind, e.lane, e.key, e.class, e.priority, e.payload, e.of_kind, e.of_id, e.fence, e.attempts, e.crashes, e.doubt, e.status),
   ib as (
     insert into inbox (key, at, ref_kind, ref_id, answer)
     select i.key, t.now, i.kind, i.id, i.answer
       from t, jsonb_to_recordset($1::jsonb->'inbox') i(n int, key text, kind text, id bigint, answer jsonb)
       join held using (n)),
   ag as (
     insert into aggregate as a (kind, id, version, last_seq, last_at, last_hash, guard, fixed, state)
     select g.kind, g.id, g.version, g.seq, at_ms(g.at), decode(g.hash, 'hex'), g.guard, coalesce(g.fixed, '{}'),
            coalesce(la.state - coalesce(g.gone, '{}'), '{}') || g.state || coalesce((
              select jsonb_object_agg(d.key, (la.state -> d.key) || d.value) from jsonb_each(g.deep) d), '{}')
       from g join held using (n) left join la using (kind, id) where g.version > g.seen
     on conflict (kind, id) do update set version = excluded.version, last_seq = excluded.last_seq, last_at = excluded.last_at,
       last_hash = excluded.last_hash, guard = excluded.guard, state = excluded.state
      where a.version = excluded.version - 1),
   tl as (
     insert into timeline (kind, id, seq, at, type, actor, source, request, data, hash)
     select e.kind, e.id, e.seq, at_ms(e.at), e.type, e.actor, e.source, e.request, e.data, decode(e.hash, 'hex')
       from jsonb_to_recordset($1::jsonb->'entries')
         e(n int, kind text, id bigint, seq int, at float8, type text, actor text, source text, request text, data jsonb, hash text)
       join held using (n)),
   x as materialized (
     select x.*, x.take and (
              select 1 from effect o where o.lane = x.lane and o.status in ('ready', 'leased')
                 and o.id not in (select effect from settled) limit 1) is null as taken
       from jsonb_to_recordset($1::jsonb->'effects')
         x(n int, o int, kind text, lane text, key text, class text, priority int, due float8, joins bool, take bool,
           payload jsonb, of_kind text, of_id bigint) join held using (n)),
   jo as materialized (
     select x.o, e.* from x cross join lateral (
       select e.lane, e.due_at, e.priority from effect e
        where e.lane = x.lane and e.status in ('ready', 'leased') and e.status = 'ready' and e.kind = x.kind for update) e
      where x.joins),
   ef as (
     insert into effect (kind, lane, key, class, priority, due_at, payload, of_kind, of_id, created_at,
                         status, fence, attempts, worker, lease_until)
     select x.kind, x.lane, x.key, x.class, x.priority, coalesce(at_ms(x.due), t.now), x.payload, x.of_kind, x.of_id, t.now,
            case when x.taken then 'leased' else 'ready' end, x.taken::int, x.taken::int,
            case when x.taken then $2::int end, case when x.taken then t.now + interval '${LEASE}' end
       from t, x where x.o not in (select o from jo)
      order by x.n, x.o
     on conflict (key) do nothing
     returning id, lane, key, due_at, priority, status)
   select (select array_agg(n) from held) as held,
     (select array_agg(n) from lost) as lost,
     (select json_agg(json_build_object('id', id, 'key', key)) from ef where status = 'leased') as begun,
     (select json_agg(up) from up where status = 'leased') as behind,
     (select json_agg(json_build_object('lane', lane, 'dueAt', ms(due_at), 'priority', priority))
        from (select lane, due_at, priority from ef where status = 'ready' union all select lane, due_at, priority from jo) r) as ready,
     ms(now) as now from t`,
);

interface Row {
  readonly now: number;
  readonly held: number[] | null;
  readonly lost: number[] | null;
  readonly begun: { readonly id: number; readonly key: string }[] | null;
  readonly behind: Leased[] | null;
  readonly ready: Ready[] | null;
}

function groupRow(n: number, { seen, after, guard, fixed }: Group): object {
  if (!seen || !after) return { n };
  const { ref, version, seq, at, hash } = after;
  const row = { n, kind: ref.kind, id: ref.id, seen: seen.version, version, seq, at, guard };
  if (version === seen.version) return row;
  const changed = { ...row, hash: hash.toString('hex') };
  if (seen.version > 0) return { ...changed, ...patchOf(seen.state, after.state, fixed) };
  const state: [string, unknown][] = Object.entries(after.state as object);
  const [once, rest] = [state.filter(([k]) => fixed.includes(k)), state.filter(([k]) => !fixed.includes(k))];
  return { ...changed, fixed: Object.fromEntries(once), state: Object.fromEntries(rest) };
}

/** The rows of $1, by the CTE that reads them. */
function rows(groups: readonly Group[], take: ReadonlySet<Asked>): object {
  let o = 0;
  return {
    groups: groups.map((g, n) => groupRow(n, g)),
    settles: groups.flatMap((g, n) =>
      g.members.flatMap(({ pending: { settlement } }) => {
        if (!settlement) return [];
        const { effect, ...s } = settlement;
        return [{ n, effect: effect.id, fence: effect.fence, ...s }];
      }),
    ),
    inbox: groups.flatMap((g, n) =>
      g.members.flatMap(({ pending: p, told: { ref, answer } }) =>
        p.input && !p.settlement ? [{ n, key: p.input.key, ...ref, answer }] : [],
      ),
    ),
    entries: groups.flatMap((g, n) =>
      g.entries.map((e) => ({ n, ...g.after?.ref, ...e, hash: e.hash.toString('hex') })),
    ),
    cancels: groups.flatMap((g, n) => g.cancel.map((key) => ({ n, key }))),
    effects: groups.flatMap((g, n) =>
      g.effects.map((asked) => {
        const { dueAt: due, coalesces: joins, of, ...e } = asked;
        o += 1;
        return { n, o, ...e, due, joins, take: take.has(asked), of_kind: of.kind, of_id: of.id };
      }),
    ),
  };
}

/** What is to be leased to this worker at once, where its lane is free; at most one in a lane. */
export interface Lease {
  readonly worker: number;
  readonly take: ReadonlySet<Asked>;
}

export async function write(pool: Pool, groups: readonly Group[], lease: Lease | undefined): Promise<Written> {
  const [row] = await query<Row & Record<string, unknown>>(pool, WRITE, [
    JSON.stringify(rows(groups, lease?.take ?? new Set())),
    lease?.worker ?? null,
  ]);
  if (!row) throw new Error('write returned no row');
  const asked = new Map(groups.flatMap((g) => g.effects.map((e) => [e.key, e])));
  const begun = (row.begun ?? []).flatMap(({ id, key }): Claimed[] => {
    const spec = asked.get(key);
    return spec ? [fresh(id, spec)] : [];
  });
  const taken = [...begun, ...(row.behind ?? []).map(claimed)];
  return { now: row.now, held: new Set(row.held), fenced: new Set(row.lost), ready: row.ready ?? [], taken };
}

function fresh(id: number, { kind, lane, key, class: c, priority, payload, of }: Asked): Claimed {
  return { id, kind, lane, key, class: c, priority, payload, of, fence: 1, attempts: 1, crashes: 0, doubt: false };
}
