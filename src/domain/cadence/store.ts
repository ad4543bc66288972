/** The look-ups of recurring tasks; nothing here decides. */
import type { Pool } from '../../db/pool.ts';
import { query, statement } from '../../db/statement.ts';
import type { Task } from './model.ts';

const ALL = statement('task_all', 'select state from task order by guard limit 1000');

/** By name, those that were taken out of the workflows as well. */
export const allTasks = async (pool: Pool): Promise<readonly Task[]> =>
  (await query<{ state: Task }>(pool, ALL, [])).map((r) => r.state);
