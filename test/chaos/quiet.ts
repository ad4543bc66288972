/** Brings a world to rest: everything due is done, everything that is tried again had its turn, every event has arrived. */
import type { World } from './world.ts';

/** Invariant I-20: once nothing breaks any more, everything is as it should be within this long. Milliseconds. */
export const CONVERGES_WITHIN = 30_000;
const LOOK = 15;
/** What is tried again, or waits for its turn in a channel, is due within this long; timers of incidents are not. */
const SOON = `interval '95 seconds'`;

interface Left {
  readonly due: number;
  readonly held: number;
  readonly later: number | null;
}

/** Lanes whose work is due are rung: what a person would wait a second for is there at once. */
export async function ringDue(w: World): Promise<void> {
  const rows = await w.query<{ lane: string }>(
    `select distinct lane from effect where status = 'ready' and due_at <= app_now()`,
  );
  w.doorbell.ring(rows.map((r) => r.lane));
}

/** What stands behind something in its lane waits for that. */
const HEADS = `
  select * from effect e where status in ('ready', 'leased') and not exists (
    select from effect p where p.lane = e.lane and p.id < e.id and p.status in ('ready', 'leased'))`;

const left = async (w: World): Promise<Left> => {
  const [row] = await w.query<Left & Record<string, unknown>>(
    `select count(*) filter (where status = 'ready' and due_at <= app_now())::int as due,
            count(*) filter (where status = 'leased')::int as held,
            ms(min(due_at) filter (where status = 'ready' and due_at > app_now() and due_at <= app_now() + ${SOON}
                                     and (attempts > 0 or kind <> 'input'))) - ms(app_now()) as later
       from (${HEADS}) heads`,
  );
  if (!row) throw new Error('no answer');
  return row;
};

/** Throws when it does not come to rest: what is left is in the message. */
export async function quiet(w: World, within = CONVERGES_WITHIN): Promise<number> {
  const began = Date.now();
  for (let rest = 0; rest < 3; ) {
    const now = await left(w);
    const still = now.due === 0 && now.held === 0;
    if (still && now.later !== null) {
      await w.warp(now.later + 1);
      await ringDue(w);
    }
    rest = still && now.later === null ? rest + 1 : 0;
    if (Date.now() - began > within) {
      const rows = await w.query(
        `select id, kind, lane, status, attempts, crashes, last_error, ms(due_at) - ms(app_now()) as due_in from effect
          where status = 'leased' or (status = 'ready' and due_at <= app_now() + ${SOON}) order by id limit 8`,
      );
      throw new Error(`not at rest after ${within} ms: ${JSON.stringify(rows)}`);
    }
    if (rest === 2) await w.stage.pagerduty.webhooks.settled();
    await new Promise((r) => setTimeout(r, LOOK));
  }
  return Date.now() - began;
}
