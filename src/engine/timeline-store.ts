/** Reads of the timeline: the newest entries for people, all of them for verification. */
import type { Pool } from '../db/pool.ts';
import { query, statement } from '../db/statement.ts';
import type { Ref } from './decision.ts';
import type { Entry } from './timeline.ts';

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
