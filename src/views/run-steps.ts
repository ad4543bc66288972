/** The steps of a run as lines: sign, name, how long, and what came out. */
import { expanded, partsOf } from '../domain/runbook/expand.ts';
import type { ActionStep, Run, Runbook, Step, StepState, StepStatus } from '../domain/runbook/model.ts';
import { cut } from '../domain/runbook/output.ts';
import { formatDuration } from '../lib/duration.ts';
import { canonical } from '../lib/json.ts';
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

function stepWord(status: StepStatus, type: Step['type']): string {
  switch (status) {
    case 'approving':
      return 'waits for approval';
    case 'asking':
      return type === 'choice' ? 'waits for a choice' : 'waits for a person';
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
  /** The item of a list it is done for. */
  readonly item?: string;
}

const LONGEST_ITEM = 40;

function itemName(item: unknown): string {
  return cut(typeof item === 'string' ? item : canonical(item), LONGEST_ITEM);
}

/** Every step that can still matter, in reading order: of a choice only the option that was taken, what follows a failure only after one. */
export function placed(runbook: Runbook, states: Run['steps']): Placed[] {
  const begun = (steps: readonly Step[]) => steps.some((s) => states[s.path] !== undefined);
  const parts = (step: Step, depth: number, item?: string): Placed[] => {
    switch (step.type) {
      case 'action':
        return [];
      case 'parallel':
        return walk(step.steps, depth, item);
      case 'choice':
        return walk(step.options.find((o) => o.label === states[step.path]?.choice?.label)?.steps ?? [], depth, item);
      case 'group': {
        const { steps, onFailure = [], always = [] } = step;
        return walk([...steps, ...(begun(onFailure) ? onFailure : []), ...always], depth, item);
      }
      case 'each':
        return (step.rounds ?? []).flatMap((round, n) => walk(round, depth, itemName(states[step.path]?.items?.[n])));
    }
  };
  const walk = (steps: readonly Step[], depth: number, item?: string): Placed[] =>
    steps.flatMap((step) => {
      // A group without a name is no line of its own.
      if (step.name === '') return parts(step, depth, item);
      return [{ step, depth, ...(item === undefined ? {} : { item }) }, ...parts(step, depth + 1, item)];
    });
  return walk(expanded({ runbook, steps: states }), 0);
}

/** Every step as it is written, of choices every option: what somebody reads before it runs. */
export function everyStepOf(runbook: Runbook): Placed[] {
  const inside = (step: Step, depth: number, item?: string): Placed[] =>
    step.type === 'choice'
      ? step.options.flatMap((o) => walk(o.steps, depth, o.label))
      : walk(partsOf(step), depth, item);
  const walk = (steps: readonly Step[], depth: number, item?: string): Placed[] =>
    steps.flatMap((step) => {
      if (step.name === '') return inside(step, depth, item);
      return [{ step, depth, ...(item === undefined ? {} : { item }) }, ...inside(step, depth + 1, item)];
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

function watching(step: ActionStep, s: StepState): Text {
  if (s.until !== undefined) return say` until ${time(s.until)}`;
  if (step.watch) return say` for ${formatDuration(step.watch.for)}`;
  return step.until ? say` ${s.passes ?? 0}/${step.until.passes} passed` : [];
}

export function stepLine({ step, depth, item }: Placed, states: Run['steps'], people: People): Text {
  const s = stateOf(step, states);
  const word = stepWord(s.status, step.type);
  const called = item === undefined ? step.name : `${item} · ${step.name}`;
  const name = s.status === 'waiting' || s.status === 'skipped' ? called : bold(called);
  const until = step.type === 'action' && s.status === 'watching' ? watching(step, s) : [];
  const choice = s.choice ? say` → ${bold(s.choice.label)} by ${who(s.choice.by, people)}` : [];
  return say`${'    '.repeat(Math.min(depth, 4))}${stepSign(s.status)} ${name}${word ? ` · ${word}` : ''}${until}${choice}${s.lockedBy === undefined ? [] : say` · waits: R-${s.lockedBy} holds the target`}${undone(s, people)}${howLong(s)}${s.failure ? say` — ${s.failure}` : []}`;
}
