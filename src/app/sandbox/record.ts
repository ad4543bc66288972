/** What the record of a sandbox holds, read as its owner: counts for the page, the next timer, and what work in hand waits for. */
import type { Task } from '../../domain/cadence/model.ts';
import type { Incident } from '../../domain/incident/model.ts';
import { nextLevel } from '../../domain/incident/model.ts';
import type { RecordSection } from '../../sandbox/control/wire.ts';
import type { Stage } from '../story/stage.ts';

type Query = Stage['query'];

export async function countRecord(query: Query): Promise<RecordSection> {
  const [row] = await query<Omit<RecordSection, 'queue'> & { queue: number }>(`
    select (select count(*) from inbox)::int as inputs,
           (select count(*) from timeline)::int as timeline,
           count(*) filter (where status = 'done')::int as done,
           count(*) filter (where status = 'ready' and due_at <= app_now())::int as due,
           count(*) filter (where status = 'leased')::int as "inHand",
           count(*) filter (where status = 'ready' and due_at > app_now())::int as later
      from effect`);
  return row ?? { inputs: 0, timeline: 0, done: 0, due: 0, inHand: 0, later: 0 };
}

/** The next level of an open incident or the next task that recurs, as people would say it. */
export async function nextToHappen(query: Query): Promise<{ at: number; what: string } | undefined> {
  const rows = await query<{ state: Incident }>('select state from incident where open');
  const tasks = await query<{ state: Task }>('select state from task');
  const due = tasks
    .flatMap(({ state: { next: at, rule } }) =>
      at === undefined ? [] : [{ at, what: `${rule.title} of ${rule.service}` }],
    )
    .sort((a, b) => a.at - b.at)[0];
  const next = rows
    .flatMap(({ state }) => {
      const level = nextLevel(state);
      return level ? [{ at: level.dueAt, incident: state.id, level }] : [];
    })
    .sort((a, b) => a.at - b.at)[0];
  if (!next || (due && due.at < next.at)) return due;
  const whom = [...next.level.rule.page, ...next.level.rule.do].map((w) => w.replace(/^.*:/, '').replaceAll('-', ' '));
  return { at: next.at, what: `Level ${next.level.level} of INC-${next.incident}: ${whom.join(', ')}` };
}

/** When the earliest timer is due that is still to come, milliseconds since the epoch. */
export async function nextDue(query: Query): Promise<number | undefined> {
  const [row] = await query<{ at: number | null }>(
    `select ms(min(due_at)) as at from effect where status = 'ready' and due_at > app_now()`,
  );
  return row?.at ?? undefined;
}

/** Something that was begun waits for its turn: a second of a channel, a moment after a 429. */
export async function waitsItsTurn(query: Query): Promise<boolean> {
  const [row] = await query<{ yes: boolean }>(
    `select exists (select from effect where status = 'leased' or (status = 'ready' and
       (due_at <= app_now() or (attempts > 0 and due_at <= app_now() + interval '5 seconds')))) as yes`,
  );
  return row?.yes === true;
}

/** Somebody has work in hand, or could have: the first of its lane, and due. */
export async function busyNow(query: Query): Promise<boolean> {
  const [row] = await query<{ yes: boolean }>(
    `select exists (select from effect e where status = 'leased' or (status = 'ready' and due_at <= app_now() and not exists
       (select from effect b where b.lane = e.lane and b.id < e.id and b.status in ('ready', 'leased')))) as yes`,
  );
  return row?.yes === true;
}

export async function dueLanes(query: Query): Promise<readonly string[]> {
  const rows = await query<{ lane: string }>(
    `select distinct lane from effect where status = 'ready' and due_at <= app_now()`,
  );
  return rows.map((r) => r.lane);
}
