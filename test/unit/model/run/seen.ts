/** The product's run and what it asks of the outside, in the words the model uses. */
import type { RunInput } from '../../../../src/domain/runbook/inputs.ts';
import type { Run, StepState } from '../../../../src/domain/runbook/model.ts';
import { personOf } from '../../../../src/domain/runbook/who.ts';
import type { EffectSpec, Input } from '../../../../src/engine/decision.ts';
import { catalog } from '../../run-play.ts';
import type { Book } from './books.ts';
import { planOf } from './inputs.ts';
import type { Step } from './world.ts';

export const START = Date.UTC(2026, 0, 5, 3, 0, 0);

function stepIs({ status, lockedBy, approval }: StepState): Step['is'] {
  switch (status) {
    case 'waiting':
      return lockedBy === undefined ? 'idle' : 'waits for the target';
    case 'planning':
    case 'done':
      return status;
    case 'approving':
      return approval?.status === 'pending' ? 'asks' : 'lapsed';
    case 'running':
      return 'in hand';
    case 'unknown':
      return 'nobody knows';
    case 'skipped':
      return 'left out';
    default:
      return 'not done';
  }
}

export function seen(run: Run | undefined, book: Book): string {
  if (!run) return 'nothing';
  const live = run.status === 'running' || run.status === 'waiting';
  let line: string = live ? 'running' : run.status;
  if (live && run.paused) line += ', paused';
  if (live && run.stopping) line += ', stopping';
  if (live && run.lock !== undefined) line += ' | holds the target';
  const asked = run.steps['1'];
  if (asked?.status === 'asking') line += ' | asks which way';
  else if (asked?.choice) line += ` | ${asked.choice.label}`;
  for (const { path } of book.changes) {
    const s: StepState = run.steps[path] ?? { status: 'waiting', attempt: 0 };
    const is = stepIs(s);
    line += ` | ${path} ${is}`;
    if (s.attempt > 0) line += ` #${s.attempt}`;
    const { approval } = s;
    if (is === 'asks' && approval)
      line += ` until ${approval.expiresAt - START}, yes: ${approval.by.map((b) => personOf(catalog, b.person)).join(', ')}`;
    if (s.undone) line += ', being undone';
  }
  return line;
}

/** A timer that the product armed and did not take back. */
export interface Alive {
  readonly key: string;
  readonly dueAt: number;
  readonly input: RunInput;
  readonly does: 'expire' | 'look';
  readonly name: string;
  /** Of an attempt that is over, or a wait that is: it says nothing when it comes. */
  idle(run: Run): boolean;
}

export function aliveOf(e: EffectSpec): Alive | undefined {
  if (e.kind !== 'input' || e.dueAt === undefined) return undefined;
  const input = e.payload as unknown as RunInput;
  const at = { key: e.key, dueAt: e.dueAt - START, input };
  switch (input.type) {
    case 'approval.expire': {
      const { step, digest } = input.data;
      const idle = (run: Run) =>
        run.steps[step]?.approval?.digest !== digest || run.steps[step]?.status !== 'approving';
      return { ...at, does: 'expire', name: `expire @${at.dueAt}`, idle };
    }
    case 'step.look': {
      const { step } = input.data;
      const idle = (run: Run) => run.steps[step]?.lockedBy === undefined;
      return { ...at, does: 'look', name: `look @${at.dueAt}`, idle };
    }
    default:
      return undefined;
  }
}

/** What is asked of workers: which step, at which attempt; and that its bytes are the ones that were approved. */
export function actOf(e: EffectSpec): string | undefined {
  if (e.kind === 'step.plan' || e.kind === 'step.execute') {
    const p = e.payload as { step: string; attempt: number; plan?: string; digest?: string };
    if (e.kind === 'step.plan') return `plan ${p.step} #${p.attempt}`;
    const { plan, digest } = planOf(p.step, p.attempt);
    const other = p.plan === plan && p.digest === digest ? '' : ', but not what was approved';
    return `execute ${p.step} #${p.attempt}${other}`;
  }
  const input = e.kind === 'input' ? (e.payload as unknown as Input) : undefined;
  return input?.type === 'run.start' ? `undo ${(input.data as { undoes: { step: string } }).undoes.step}` : undefined;
}
