/** The runs of a story as they are recorded, and time moved on to whatever they wait for. */
import { isEnded } from '../../domain/runbook/evolve.ts';
import type { Run } from '../../domain/runbook/model.ts';
import type { Stage } from './stage.ts';

/** Oldest first. */
export const runsOf = async (stage: Stage): Promise<readonly Run[]> =>
  (await stage.query<{ state: Run }>('select state from run order by id')).map((r) => r.state);

const NEXT = `select ceil(extract(epoch from min(due_at) - app_now()) * 1000)::float8 as ms
  from effect where status = 'ready' and of_kind = 'run'`;

/** Moves to what the runs do next by themselves. False when they wait for people, or are over. */
export async function moveOn(stage: Stage): Promise<boolean> {
  const runs = await runsOf(stage);
  if (runs.length > 0 && runs.every(isEnded)) return false;
  const [row] = await stage.query<{ ms: number | null }>(NEXT);
  if (row?.ms === null || row?.ms === undefined) return false;
  await stage.advance(Math.max(1, row.ms));
  return true;
}
