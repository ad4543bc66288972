/** Reads of the timeline: the newest entries for people, all of them for verification. */
import type { Pool } from '../db/pool.ts';
import { query, statement } from '../db/statement.ts';
import type { Ref } from './decision.ts';
import { type Entry, firstBroken } from './timeline.ts';

const NEWEST = statement(
  'timeline_newest',
  `select t.*, count(*) over () as total from (
     select seq, ms(at) as at, type, actor, source, request, data, hash from timeline where kind = $1 and id = $2) t
   order by seq desc limit $3`,
);

type Row = Entry & { readonly hash: Buffer; readonly total: string };

/** The newest `limit` entries, oldest first, and how many there are in all. */
export async function newestEntries(
  pool: Pool,
  ref: Ref,
  limit: number,
): Promise<{ entries: readonly (Entry & { readonly hash: Buffer })[]; total: number }> {
  const rows = await query<Row>(pool, NEWEST, [ref.kind, ref.id, limit]);
  return { entries: rows.reverse(), total: Number(rows[0]?.total ?? 0) };
}

const HEADS = statement(
  'timeline_heads',
  `select kind, id::int as id, last_seq as seq, last_hash as hash from aggregate where (kind, id) > ($1, $2) order by kind, id limit $3`,
);
const ENTRIES = statement(
  'timeline_entries',
  `select kind, id::int as id, seq, ms(at) as at, type, actor, source, request, data, hash from timeline
    where (kind, id) in (select * from unnest($1::text[], $2::bigint[])) order by kind, id, seq`,
);
/** Of a timeline whose aggregate is gone. */
const ORPHANS = statement(
  'timeline_orphans',
  `select t.kind, t.id::int as id, min(t.seq)::int as seq from timeline t
    where not exists (select from aggregate a where a.kind = t.kind and a.id = t.id) group by t.kind, t.id order by 1, 2`,
);

export interface Broken extends Ref {
  readonly seq: number;
  readonly why: string;
}

/** Aggregates read at once: memory stays bounded however long the years. */
const BATCH = 200;

/** Recomputes every hash there is. Yields after each batch how far it came and what does not hold. */
export async function* verifyTimelines(
  pool: Pool,
): AsyncGenerator<{ timelines: number; entries: number; broken: Broken[] }> {
  let last: Ref = { kind: '', id: 0 };
  for (;;) {
    const heads = await query<Ref & { seq: number; hash: Buffer }>(pool, HEADS, [last.kind, last.id, BATCH]);
    if (heads.length === 0) break;
    last = heads.at(-1) ?? last;
    const entries = await query<Ref & Entry & { hash: Buffer }>(pool, ENTRIES, [
      heads.map((h) => h.kind),
      heads.map((h) => h.id),
    ]);
    const broken = heads.flatMap((h) => {
      const { kind, id } = h;
      const found = firstBroken(
        { kind, id },
        entries.filter((e) => e.kind === kind && e.id === id),
        h,
      );
      return found ? [{ kind, id, ...found }] : [];
    });
    yield { timelines: heads.length, entries: entries.length, broken };
  }
  const orphans = await query<Ref & { seq: number }>(pool, ORPHANS, []);
  const why = 'it belongs to nothing: its incident or run was deleted';
  if (orphans.length > 0) yield { timelines: orphans.length, entries: 0, broken: orphans.map((o) => ({ ...o, why })) };
}
