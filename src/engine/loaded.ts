/** One round trip in: the time, what was asked before, the states needed, numbers for what is new. */
import type { Pool } from '../db/pool.ts';
import { query, statement } from '../db/statement.ts';
import type { Answer, Ref } from './decision.ts';
import { ROOT_HASH } from './timeline.ts';

/** A stored aggregate, in hand. */
export interface Held {
  readonly ref: Ref;
  /** 0: does not exist yet. */
  readonly version: number;
  readonly seq: number;
  readonly at: number;
  readonly hash: Buffer;
  readonly state: unknown;
}

export interface Seen {
  readonly answer?: Answer;
  readonly ref?: Ref;
}

export interface Loaded {
  readonly now: number;
  readonly seen: ReadonlyMap<string, Seen>;
  readonly aggregates: ReadonlyMap<string, Held>;
  readonly numbers: readonly number[];
}

const LOAD = statement(
  'engine_load',
  `select ms(app_now()) as now,
    (select json_agg(i) from (select key, ref_kind, ref_id, answer from inbox where key = any($1::text[])) i) as seen,
    (select json_agg(a) from (
       select g.kind, g.id, g.version, g.last_seq, ms(g.last_at) as at, encode(g.last_hash, 'hex') as hash, g.fixed || g.state as state
         from unnest($2::text[], $3::bigint[]) k(kind, id) join aggregate g on g.kind = k.kind and g.id = k.id) a) as aggregates,
    (select json_agg(nextval((k || '_number')::regclass)) from unnest($4::text[]) k) as numbers`,
);

interface Row {
  now: number;
  seen: { key: string; ref_kind: string | null; ref_id: number | null; answer: Answer | null }[] | null;
  aggregates:
    | { kind: string; id: number; version: number; last_seq: number; at: number; hash: string; state: unknown }[]
    | null;
  numbers: number[] | null;
}

export const nameOf = (ref: Ref): string => `${ref.kind}/${ref.id}`;

export function fresh(ref: Ref): Held {
  return { ref, version: 0, seq: 0, at: 0, hash: ROOT_HASH, state: undefined };
}

export async function load(
  pool: Pool,
  keys: readonly string[],
  refs: readonly Ref[],
  newKinds: readonly string[],
): Promise<Loaded> {
  const [row] = await query<Row>(pool, LOAD, [keys, refs.map((r) => r.kind), refs.map((r) => r.id), newKinds]);
  if (!row) throw new Error('load returned no row');
  const seen = new Map<string, Seen>();
  for (const s of row.seen ?? []) {
    const ref = s.ref_kind !== null && s.ref_id !== null ? { ref: { kind: s.ref_kind, id: s.ref_id } } : {};
    seen.set(s.key, { ...ref, ...(s.answer ? { answer: s.answer } : {}) });
  }
  const aggregates = new Map<string, Held>();
  for (const a of row.aggregates ?? []) {
    const ref = { kind: a.kind, id: Number(a.id) };
    const hash = Buffer.from(a.hash, 'hex');
    aggregates.set(nameOf(ref), { ref, version: a.version, seq: a.last_seq, at: a.at, hash, state: a.state });
  }
  return { now: row.now, seen, aggregates, numbers: (row.numbers ?? []).map(Number) };
}

const HOLDER = statement('engine_guard_holder', 'select id from aggregate where kind = $1 and guard = $2');

export async function guardHolder(pool: Pool, kind: string, guard: string): Promise<Ref | undefined> {
  const [row] = await query<{ id: string }>(pool, HOLDER, [kind, guard]);
  return row && { kind, id: Number(row.id) };
}
