/** What other runs changed on a target a moment ago: a fact for whoever approves the next change. */
import type { Plan, Run, StepStatus } from './model.ts';

/** How far back it matters, milliseconds. */
export const EARLIER_WITHIN = 86_400_000;

export interface EarlierChange {
  readonly run: number;
  /** The runbook's name. */
  readonly name: string;
  /** When it began, milliseconds since the epoch. */
  readonly at: number;
  /** Nobody knows yet whether it happened. */
  readonly unknown?: true;
}

/** What failed, or was found not to have happened, changed nothing. */
const HAPPENED: readonly StepStatus[] = ['running', 'done', 'unknown'];

/** One entry for each other run that was let change it, the newest first. */
export function earlierOn(runs: readonly Run[], target: string, self: number, now: number): readonly EarlierChange[] {
  return runs
    .filter((r) => r.id !== self)
    .flatMap((r) => changeOf(r, target) ?? [])
    .filter((c) => now - c.at <= EARLIER_WITHIN)
    .sort((a, b) => b.at - a.at);
}

function changeOf(run: Run, target: string): EarlierChange | undefined {
  const changed = Object.values(run.steps)
    .filter((s) => HAPPENED.includes(s.status) && s.approval?.status === 'used')
    .filter((s) => s.approval && targetOf(s.approval.plan) === target)
    .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  const [last] = changed;
  if (!last) return undefined;
  const at = last.endedAt ?? last.startedAt ?? run.startedAt;
  return { run: run.id, name: run.runbook.name, at, ...(last.status === 'unknown' ? { unknown: true } : {}) };
}

const targetOf = (plan: string): string | undefined => (JSON.parse(plan) as Plan).radius?.target;
