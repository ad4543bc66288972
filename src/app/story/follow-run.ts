/** The runs of a story as they are recorded, and time moved on to whatever they wait for. */
import { isEnded } from '../../domain/runbook/evolve.ts';
import type { Run } from '../../domain/runbook/model.ts';
import type { Stage } from './stage.ts';

/** Oldest first. */
export const runsOf = async (stage: Stage): Promise<readonly Run[]> =>
  (await stage.query<{ state: Run }>('select state from run order by id')).map((r) => r.state);

const NEXT = `select ceil(extract(epoch from min(due_at) - app_now()) * 1000)::float8 as ms
  from effect where status = 'ready' and of_kind = 'run'`;

/** Milliseconds until a run does something by itself; undefined: never. */
async function untilNext(stage: Stage): Promise<number | undefined> {
  const [row] = await stage.query<{ ms: number | null }>(NEXT);
  return row?.ms === null || row?.ms === undefined ? undefined : Math.max(1, row.ms);
}

/** Moves to what the runs do next by themselves. False when they wait for people, or are over. */
export async function moveOn(stage: Stage): Promise<boolean> {
  const runs = await runsOf(stage);
  if (runs.length > 0 && runs.every(isEnded)) return false;
  const next = await untilNext(stage);
  if (next === undefined) return false;
  await stage.advance(next);
  return true;
}

/** Moves to a time, through everything the runs do on the way: what looks every ten seconds has looked every ten seconds. */
export async function moveTo(stage: Stage, time: number): Promise<void> {
  for (let left = time - stage.clock.now(); left > 0; left = time - stage.clock.now()) {
    const next = await untilNext(stage);
    await stage.advance(Math.min(left, next ?? left));
  }
}
