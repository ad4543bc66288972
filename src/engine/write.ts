/**
 * One statement and one commit out: every group that still holds is saved whole, every other leaves no trace. A group holds
 * when its aggregate still has the version that was decided on and every settled effect still has its fence.
 */
import type { Pool } from '../db/pool.ts';
import { query, statement } from '../db/statement.ts';
import type { Priority } from './decision.ts';
import type { Claimed } from './effect.ts';
import type { Group } from './group.ts';

export interface Written {
  /** The database's time at the commit. */
  readonly now: number;
  readonly held: ReadonlySet<number>;
  /** Groups whose settled effect has another fence by now. */
  readonly fenced: ReadonlySet<number>;
  readonly ready: readonly { readonly lane: string; readonly dueAt: number; readonly priority: Priority }[];
  /** By settled effect: the next of its lane, already leased. */
  readonly follows: ReadonlyMap<number, Claimed>;
}

export const LEASE = '10 seconds';

const WRITE = statement(
  'engine_write',
  `with g as (
     select * from unnest($1::int[], $2::text[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::float8[], $8::text[], $9::text[], $10::text[])
       as g(n, kind, id, seen, version, seq, at, hash, guard, state)),
   s as (
     select * from unnest($11::int[], $12::bigint[], $13::int[], $14::text[], $15::float8[], $16::bool[], $17::text[])
       as s(n, effect, fence, status, after, doubt, error)),
   la as (
     select a.kind, a.id, a.version from aggregate a join g on g.kind = a.kind and g.id = a.id order by a.kind, a.id for update of a),
   le as (
     select e.id, e.fence, e.status from effect e join s on s.effect = e.id order by e.id for update of e),
   lost as (
     select s.n from s left join le on le.id = s.effect where le.id is null or le.fence <> s.fence or le.status <> 'leased'),
   held as (
     select g.n, g.seen from g left join la on la.kind = g.kind and la.id = g.id
      where (g.kind is null or g.seen = coalesce(la.version, 0)) and g.n not in (select n from lost)),
   ib as (
     insert into inbox (key, ref_kind, ref_id, answer)
     select i.key, i.kind, i.id, i.answer::jsonb
       from unnest($18::int[], $19::text[], $20::text[], $21::bigint[], $22::text[]) i(n, key, kind, id, answer) join held on held.n = i.n),
   up as (
     update aggregate a set version = g.version, last_seq = g.seq, last_at = at_ms(g.at), last_hash = decode(g.hash, 'hex'),
            guard = g.guard, state = g.state::jsonb
       from g join held on held.n = g.n where g.seen > 0 and g.version > g.seen and a.kind = g.kind and a.id = g.id),
   ins as (
     insert into aggregate (kind, id, version, last_seq, last_at, last_hash, guard, state)
     select g.kind, g.id, g.version, g.seq, at_ms(g.at), decode(g.hash, 'hex'), g.guard, g.state::jsonb
       from g join held on held.n = g.n where g.seen = 0 and g.version > 0),
   tl as (
     insert into timeline (kind, id, seq, at, type, actor, source, request, data, hash)
     select t.kind, t.id, t.seq, at_ms(t.at), t.type, t.actor, t.source, t.request, t.data::jsonb, decode(t.hash, 'hex')
       from unnest($23::int[], $24::text[], $25::bigint[], $26::int[], $27::float8[], $28::text[], $29::text[], $30::text[], $31::text[], $32::text[], $33::text[])
         t(n, kind, id, seq, at, type, actor, source, request, data, hash) join held on held.n = t.n),
   ca as (
     update effect e set status = 'cancelled', settled_at = app_now()
       from unnest($34::int[], $35::text[]) c(n, key) join held on held.n = c.n where e.key = c.key and e.status = 'ready'),
   se as (
     update effect e set status = s.status, doubt = s.doubt, last_error = s.error, worker = null, lease_until = null,
            due_at = case when s.status = 'ready' then app_now() + s.after * interval '1 millisecond' else e.due_at end,
            settled_at = case when s.status = 'ready' then null else app_now() end
       from s join held on held.n = s.n where e.id = s.effect),
   co as (
     update effect e set status = 'done', settled_at = app_now()
       from unnest($36::int[], $37::bigint[]) c(n, id) join held on held.n = c.n where e.id = c.id and e.status = 'ready'),
   x as (
     select x.*, x.worker is not null and not exists (
              select 1 from effect o where o.lane = x.lane and o.status in ('ready', 'leased') and o.id <> x.settles) as take
       from unnest($38::int[], $39::int[], $40::text[], $41::text[], $42::text[], $43::text[], $44::int[], $45::float8[], $46::text[], $47::text[], $48::bigint[], $49::int[], $50::bigint[])
         x(n, o, kind, lane, key, class, priority, due, payload, of_kind, of_id, worker, settles) join held on held.n = x.n),
   ef as (
     insert into effect (kind, lane, key, class, priority, due_at, payload, of_kind, of_id, status, fence, attempts, worker, lease_until)
     select kind, lane, key, class, priority, coalesce(at_ms(due), app_now()), payload::jsonb, of_kind, of_id,
            case when take then 'leased' else 'ready' end, take::int, take::int,
            case when take then worker end, case when take then app_now() + interval '${LEASE}' end
       from x order by n, o
     on conflict (key) do nothing
     returning id, lane, key, ms(due_at) as due, priority, status)
   select ms(app_now()) as now,
     (select array_agg(n) from held) as held,
     (select array_agg(n) from lost) as lost,
     (select json_agg(json_build_object('id', ef.id, 'lane', ef.lane, 'key', ef.key, 'due', ef.due, 'priority', ef.priority, 'status', ef.status)) from ef) as effects`,
);

interface Row {
  now: number;
  held: number[] | null;
  lost: number[] | null;
  effects:
    | { id: number; lane: string; key: string; due: number; priority: Priority; status: 'ready' | 'leased' }[]
    | null;
}

/** Rows to the columns that unnest takes. */
function columns<T extends readonly unknown[]>(rows: readonly T[], width: number): unknown[][] {
  return Array.from({ length: width }, (_, i) => rows.map((r) => r[i]));
}

export async function write(pool: Pool, groups: readonly Group[]): Promise<Written> {
  const settles = groups.flatMap((g, n) =>
    g.members.flatMap(({ pending: p }) => (p.settlement ? [{ n, ...p.settlement }] : [])),
  );
  const inbox = groups.flatMap((g, n) =>
    g.members.flatMap(({ pending: p, told }) =>
      p.input && !p.settlement
        ? [[n, p.input.key, told.ref?.kind, told.ref?.id, told.answer ? JSON.stringify(told.answer) : null] as const]
        : [],
    ),
  );
  const effects = groups.flatMap((g, n) => g.effects.map((e) => ({ n, e })));
  const row = (
    await query<Row & Record<string, unknown>>(pool, WRITE, [
      ...columns(
        groups.map((g, n) => {
          const a = g.after;
          if (!a || !g.seen) return [n, null, null, 0, 0, 0, 0, null, null, null] as const;
          const hash = a.hash.toString('hex');
          const state = a.version > g.seen.version ? JSON.stringify(a.state) : null;
          return [
            n,
            a.ref.kind,
            a.ref.id,
            g.seen.version,
            a.version,
            a.seq,
            a.at,
            hash,
            g.guard ?? null,
            state,
          ] as const;
        }),
        10,
      ),
      ...columns(
        settles.map((s) => [s.n, s.effect.id, s.effect.fence, s.status, s.after, s.doubt, s.error ?? null] as const),
        7,
      ),
      ...columns(inbox, 5),
      ...columns(
        groups.flatMap((g, n) =>
          g.entries.map((e) => {
            const ref = g.after?.ref;
            const data = JSON.stringify(e.data);
            const hash = e.hash.toString('hex');
            return [n, ref?.kind, ref?.id, e.seq, e.at, e.type, e.actor, e.source, e.request, data, hash] as const;
          }),
        ),
        11,
      ),
      ...columns(
        groups.flatMap((g, n) => g.cancel.map((key) => [n, key] as const)),
        2,
      ),
      ...columns(
        settles.flatMap((s) => s.covers.map((id) => [s.n, id] as const)),
        2,
      ),
      ...columns(
        effects.map(({ n, e }, o) => {
          const payload = JSON.stringify(e.payload);
          const follow = [e.follow?.worker ?? null, e.follow?.settles ?? null] as const;
          const what = [n, o, e.kind, e.lane, e.key, e.class, e.priority, e.dueAt ?? null, payload] as const;
          return [...what, e.of.kind, e.of.id, ...follow] as const;
        }),
        13,
      ),
    ])
  )[0];
  if (!row) throw new Error('write returned no row');
  const specs = new Map(effects.map(({ e }) => [e.key, e]));
  const follows = new Map<number, Claimed>();
  const ready: Written['ready'][number][] = [];
  for (const e of row.effects ?? []) {
    const spec = specs.get(e.key);
    if (e.status === 'ready' || !spec?.follow) {
      ready.push({ lane: e.lane, dueAt: e.due, priority: e.priority });
      continue;
    }
    const { kind, lane, key, class: c, priority, payload, of } = spec;
    const id = Number(e.id);
    follows.set(spec.follow.settles, {
      id,
      kind,
      lane,
      key,
      class: c,
      priority,
      payload,
      of,
      fence: 1,
      attempts: 1,
      doubt: false,
    });
  }
  return { now: row.now, held: new Set(row.held), fenced: new Set(row.lost), ready, follows };
}
