/** What nobody can ask for any more is deleted in small bites, so that tables stay as large as the work, not as the years. */
import type { Pool } from '../db/pool.ts';
import { query, statement } from '../db/statement.ts';

/** PagerDuty repeats for two days and Slack for minutes; a week is never too early. */
const SWEEP_INBOX = statement(
  'engine_sweep_inbox',
  `delete from inbox where key in (select key from inbox where at < app_now() - interval '7 days' limit 5000) returning 1`,
);
/** Settled work is kept a month for those who look into it; the timeline keeps what happened for ever. */
const SWEEP_EFFECTS = statement(
  'engine_sweep_effects',
  `delete from effect where id in (
     select id from (select id, settled_at from effect order by id limit 20000) oldest
      where settled_at < app_now() - interval '30 days' limit 5000) returning 1`,
);

export async function sweep(pool: Pool): Promise<number> {
  const gone = await Promise.all([query(pool, SWEEP_INBOX, []), query(pool, SWEEP_EFFECTS, [])]);
  return gone[0].length + gone[1].length;
}
