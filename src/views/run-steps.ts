/** The steps of a run as lines: sign, name, how long, and what came out. */
import type { Run, Runbook, Step, StepState, StepStatus } from '../domain/runbook/model.ts';
import { formatDuration } from '../lib/duration.ts';
import { bold, say, type Text, time } from '../lib/text.ts';
import { type People, who } from './who.ts';

export function stepSign(status: StepStatus): string {
  switch (status) {
    case 'waiting':
      return '○';
    case 'running':
    case 'planning':
    case 'watching':
      return '▶';
    case 'approving':
    case 'asking':
      return '⏸';
    case 'done':
      return '✓';
    case 'failed':
      return '✗';
    case 'skipped':
      return '–';
    case 'unknown':
      return '❓';
    case 'aborted':
      return '⊘';
  }
}

function stepWord(status: StepStatus): string {
  switch (status) {
    case 'approving':
      return 'waits for approval';
    case 'asking':
      return 'waits for a choice';
    case 'unknown':
      return 'nobody knows whether it happened: look, then say so below';
    case 'waiting':
    case 'done':
      return '';
    default:
      return status;
  }
}

export interface Placed {
  readonly step: Step;
  readonly depth: number;
}

/** Every step that can still matter, in reading order: of a choice only the option that was taken. */
export function placed(runbook: Runbook, states: Run['steps']): Placed[] {
  const walk = (steps: readonly Step[], depth: number): Placed[] =>
    steps.flatMap((step): Placed[] => {
      const here = { step, depth };
      if (step.type === 'parallel') return [here, ...walk(step.steps, depth + 1)];
      if (step.type === 'choice') {
        const label = states[step.path]?.choice?.label;
        const taken = step.options.find((o) => o.label === label);
        return taken ? [here, ...walk(taken.steps, depth + 1)] : [here];
      }
      return [here];
    });
  return walk(runbook.steps, 0);
}

/** A parallel step has no state of its own: it is what its parts are. */
export function stateOf(step: Step, states: Run['steps']): StepState {
  const own = states[step.path];
  if (own || step.type !== 'parallel') return own ?? { status: 'waiting', attempt: 0 };
  const parts = step.steps.map((s) => states[s.path]?.status ?? 'waiting');
  const status = parts.every((p) => p === 'waiting')
    ? 'waiting'
    : (parts.find((p) => p === 'failed' || p === 'unknown' || p === 'aborted') ??
      (parts.every((p) => p === 'done' || p === 'skipped') ? 'done' : 'running'));
  return { status, attempt: 0 };
}

function howLong(s: StepState): Text {
  if (s.startedAt === undefined) return [];
  if (s.endedAt !== undefined) return say` · ${formatDuration(Math.max(0, s.endedAt - s.startedAt))}`;
  return say` · since ${time(s.startedAt)}`;
}

const undone = (s: StepState, people: People): Text =>
  s.undone ? say` · ↩️ undo asked by ${who(s.undone.by, people)}` : [];

export function stepLine({ step, depth }: Placed, states: Run['steps'], people: People): Text {
  const s = stateOf(step, states);
  const word = stepWord(s.status);
  const name = s.status === 'waiting' || s.status === 'skipped' ? step.name : bold(step.name);
  const until =
    step.type === 'action' && step.until && s.status === 'watching'
      ? ` ${s.passes ?? 0}/${step.until.passes} passed`
      : '';
  const choice = s.choice ? say` → ${bold(s.choice.label)} by ${who(s.choice.by, people)}` : [];
  return say`${'    '.repeat(Math.min(depth, 4))}${stepSign(s.status)} ${name}${word ? ` · ${word}` : ''}${until}${choice}${s.lockedBy === undefined ? [] : say` · waits: R-${s.lockedBy} holds the target`}${undone(s, people)}${howLong(s)}${s.failure ? say` — ${s.failure}` : []}`;
}
