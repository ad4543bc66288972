/** The run's look-ups for people's questions; nothing here decides. */
import type { Pool } from '../../db/pool.ts';
import { query, statement } from '../../db/statement.ts';
import type { Run } from './model.ts';

const ONE = statement('run_one', 'select state from run where id = $1');

export async function runById(pool: Pool, id: number): Promise<Run | undefined> {
  if (!Number.isSafeInteger(id) || id < 1) return undefined;
  return (await query<{ state: Run }>(pool, ONE, [id]))[0]?.state;
}

/** An approval's id begins with its run's number. */
export async function runByApproval(pool: Pool, approval: string): Promise<Run | undefined> {
  const run = await runById(pool, Number(/^(\d{1,15})\./.exec(approval)?.[1] ?? 0));
  const all = Object.values(run?.steps ?? {}).flatMap((s) => [s.approval, ...(s.earlier ?? [])]);
  // Also of a plan that was replaced: a click on an old card is told what became of it.
  return all.some((a) => a?.id === approval) ? run : undefined;
}
