/** A database full of open incidents: one is declared by the product's own rules, and copied by SQL with its timers and some history. */
import pg from 'pg';
import type { BenchEngine } from './engine.ts';

export interface Many {
  readonly incidents: number;
  /** Rows of history for each. */
  readonly rows: number;
}

/** Every copy has the timers of a P1 that was just declared; more than one row of history each only when asked for. */
export async function fill({ url, engine }: BenchEngine, { incidents, rows }: Many): Promise<void> {
  await engine.handle({
    type: 'incident.declare',
    to: { kind: 'incident', id: 'new' },
    key: 'bench/first',
    actor: 'ada',
    source: 'slack',
    data: { severity: 'p1', title: 'One of many', by: 'U0ADA', groups: [], separate: true },
  });
  await owned(url, async (owner) => {
    const copies = [incidents, rows];
    await owner.query(
      `insert into aggregate (kind, id, version, last_seq, last_at, last_hash, guard, state, fixed)
       select kind, n, version, $2::int, last_at, last_hash, null, state || jsonb_build_object('id', n), fixed
         from (select * from aggregate where kind = 'incident' order by id limit 1) one, generate_series(2, $1::int) n`,
      copies,
    );
    await owner.query(
      `insert into timeline (kind, id, seq, at, type, actor, source, request, data, hash)
       select 'incident', n, s, app_now(), 'note', 'ada', 'bench', 'bench', '{"text":"one of many lines of history"}', '\\x00'
         from generate_series(2, $1::int) n, generate_series(1, $2::int) s`,
      copies,
    );
    await owner.query(
      `insert into effect (kind, lane, key, class, priority, due_at, payload, of_kind, of_id)
       select kind, replace(lane, 'incident/1/', 'incident/' || n || '/'), replace(key, 'incident/1/', 'incident/' || n || '/'),
              class, priority, due_at, replace(payload::text, 'incident/1/', 'incident/' || n || '/')::jsonb
              || jsonb_build_object('to', jsonb_build_object('kind', 'incident', 'id', n)), of_kind, n
         from (select * from effect where kind = 'input' and status = 'ready' and of_id = 1) timers, generate_series(2, $1::int) n`,
      [incidents],
    );
    await owner.query(`select setval('incident_number', $1)`, [incidents]);
    await owner.query('vacuum analyze');
    // What was just made is on the disk before anything is measured.
    await owner.query('checkpoint');
  });
}

/** As the owner of the database. */
export async function owned<T>(url: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: url, options: '-c search_path=tocsin' });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
