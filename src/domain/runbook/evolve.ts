/** What each event makes of a run: the only way its state changes. */
import type { EventMeta } from '../../engine/decision.ts';
import type { RunEvent } from './events.ts';
import { homeOf } from './home.ts';
import { everyStep, locate, stepsOf } from './locate.ts';
import type { ApprovalState, Run, RunStatus, StepState, StepStatus } from './model.ts';
import type { Answered } from './question-model.ts';

/** Enough to answer a click on an old card. */
const MOST_EARLIER = 5;

const NEW: StepState = { status: 'waiting', attempt: 0 };

export const isEnded = (run: Run): boolean =>
  run.status === 'done' || run.status === 'failed' || run.status === 'aborted';

/** Approved and in a worker's hands: the one thing that is never dropped. */
export const isExecuting = (s: StepState): boolean => s.status === 'running' && s.approval?.status === 'used';

export const stepOf = (run: Run, path: string): StepState => run.steps[path] ?? NEW;

export function evolve(run: Run | undefined, e: RunEvent, meta: EventMeta): Run {
  if (e.type === 'run.started') {
    const { id, runbook, by, inputs, facts, undoes, within, preview } = e;
    const born = { id, ...homeOf(e), runbook, inputs, facts, startedBy: by, startedAt: meta.at, steps: {} };
    return {
      ...born,
      status: 'running',
      ...(undoes ? { undoes } : {}),
      ...(within ? { within } : {}),
      ...(preview ? { preview } : {}),
    };
  }
  if (!run) throw new Error(`${e.type} before run.started`);
  const next = apply(run, e, meta.at);
  return isEnded(next) ? next : { ...next, status: standing(next) };
}

/** Waiting when only a person (or another run) can move it on. */
function standing(run: Run): RunStatus {
  const states = stepsOf(run)
    .filter((s) => s.type === 'action')
    .map((s) => stepOf(run, s.path));
  const busy: readonly StepStatus[] = ['running', 'planning', 'watching'];
  if (states.some((s) => busy.includes(s.status))) return 'running';
  if (run.paused) return 'waiting';
  const asks = (s: StepState) =>
    s.status === 'asking' || s.status === 'approving' || s.status === 'unknown' || s.lockedBy !== undefined;
  return Object.values(run.steps).some(asks) ? 'waiting' : 'running';
}

type Later = Exclude<RunEvent, { type: 'run.started' }>;

function apply(run: Run, e: Later, at: number): Run {
  const set = (change: (s: StepState) => StepState): Run =>
    'step' in e ? { ...run, steps: { ...run.steps, [e.step]: change(stepOf(run, e.step)) } } : run;
  const ended = (status: 'done' | 'failed' | 'skipped') => (s: StepState) => ({ ...s, status, endedAt: at });
  const approval = (change: (a: ApprovalState) => ApprovalState): Run =>
    set((s) => (s.approval ? { ...s, approval: change(s.approval) } : s));
  /** Also one whose plan was replaced since. */
  const ofDigest = (change: (a: ApprovalState) => ApprovalState): Run =>
    set((s) => {
      const one = (a: ApprovalState) => ('digest' in e && a.digest === e.digest ? change(a) : a);
      return {
        ...s,
        ...(s.approval ? { approval: one(s.approval) } : {}),
        ...(s.earlier ? { earlier: s.earlier.map(one) } : {}),
      };
    });
  switch (e.type) {
    case 'step.begun':
      return set((s) => ({ ...s, status: 'running', startedAt: s.startedAt ?? at }));
    case 'each.begun':
      return set((s) => ({ ...s, status: 'running', items: e.items, startedAt: at }));
    case 'step.previewed': {
      const { digest, plan, policy, lines } = e;
      return set((s) => ({ ...ended('done')(s), lines, preview: { digest, plan, policy } }));
    }
    case 'step.skipped':
      return set(ended('skipped'));
    case 'step.asked':
      return set((s) => ({ ...s, status: 'asking', question: e.question }));
    case 'item.answered': {
      const { item, answer, by, text } = e;
      const given: Answered = { answer, by, at, ...(text === undefined ? {} : { text }) };
      return set((s) => ({ ...s, answers: { ...s.answers, [item]: given } }));
    }
    case 'step.left-out':
      return reopened(
        set(({ lockedBy: _l, ...s }) => ({ ...ended('skipped')(s), failure: e.reason })),
        e.step,
      );
    case 'step.retried':
      return reopened(set(again), e.step);
    case 'step.waits':
      return set((s) => ({ ...s, status: 'watching', until: e.until }));
    case 'step.began':
      return set((s) => ({ ...s, began: e.run }));
    case 'step.reading':
      return set((s) => ({ ...s, status: 'running', attempt: e.attempt, startedAt: at }));
    case 'step.watched':
      return set((s) => ({ ...s, status: 'watching', attempt: e.attempt, passes: e.passes, lines: e.lines }));
    case 'step.planning':
      return set(({ lockedBy: _l, ...s }) => ({
        ...retire(s),
        status: 'planning',
        attempt: e.attempt,
        startedAt: s.startedAt ?? at,
      }));
    case 'step.executing':
      return set((s) => ({
        ...s,
        status: 'running',
        ...(s.approval ? { approval: { ...s.approval, status: 'used' as const } } : {}),
      }));
    case 'step.done':
      return set((s) => ({ ...ended('done')(s), ...result(e), ...(e.undo ? { undo: e.undo } : {}) }));
    case 'step.failed':
      return set(({ lockedBy: _l, ...s }) => ({ ...ended('failed')(s), ...result(e), failure: e.failure }));
    case 'step.unknown':
      return set((s) => ({ ...s, status: 'unknown', failure: e.reason }));
    case 'step.cleared':
      return set(({ failure: _f, ...s }) =>
        e.happened ? { ...s, status: 'running' } : { ...s, status: 'aborted', endedAt: at },
      );
    case 'approval.requested': {
      const { id, digest, plan, policy, expiresAt } = e;
      const asked: ApprovalState = { id, digest, plan, policy, expiresAt, status: 'pending', by: [], askedAt: at };
      return set((s) => ({ ...s, status: 'approving', approval: asked }));
    }
    case 'approval.given':
      return approval((a) => {
        const yes = { person: e.person, at, ...(e.groups ? { groups: e.groups } : {}) };
        return { ...a, by: [...a.by, yes] };
      });
    case 'approval.approved':
      return approval((a) => ({ ...a, status: 'approved' }));
    case 'approval.rejected':
      return approval((a) => ({ ...a, status: 'rejected', rejectedBy: e.by }));
    case 'approval.expired':
      return approval((a) => ({ ...a, status: 'expired' }));
    case 'approval.void':
      return set((s) => ({
        ...s,
        ...(e.moved.length > 0 ? { drifts: (s.drifts ?? 0) + 1 } : {}),
        ...(s.approval ? { approval: { ...s.approval, status: 'void' as const, voided: e.reason } } : {}),
      }));
    case 'approval.carded':
      return ofDigest((a) => ({ ...a, card: { channel: e.channel, ts: e.ts } }));
    case 'approval.glass-broken': {
      const { by, reason, requester, reviewBy } = e;
      return ofDigest((a) => ({ ...a, glass: { by, at, reason, requester, reviewBy, reminded: 0 } }));
    }
    case 'approval.reviewed':
      return ofDigest((a) => (a.glass ? { ...a, glass: { ...a.glass, reviewed: { by: e.by, at } } } : a));
    case 'approval.review-due':
      return ofDigest((a) => (a.glass ? { ...a, glass: { ...a.glass, reminded: a.glass.reminded + 1 } } : a));
    case 'choice.offered':
      return set((s) => ({ ...s, status: 'asking', startedAt: at, lines: e.facts }));
    case 'choice.made':
      return set(({ failure: _f, ...s }) => ({ ...s, status: 'running', choice: { label: e.option, by: e.by } }));
    case 'choice.reopened': {
      const below = stepsOf(run).find((s) => s.path === e.step);
      const reset = Object.fromEntries(
        everyStep(below ? [below] : []).map((s) => [s.path, fresh(stepOf(run, s.path))] as const),
      );
      const { choice: _c, ...asked } = stepOf(run, e.step);
      const choice: StepState = { ...asked, status: 'asking', failure: e.reason };
      return { ...run, steps: { ...run.steps, ...reset, [e.step]: choice } };
    }
    case 'lock.taken':
      return { ...run, lock: e.target, held: e.target };
    case 'lock.waiting':
      return set((s) => ({ ...s, lockedBy: e.holder }));
    case 'run.stopping':
      return { ...run, stopping: { by: e.by, reason: e.reason }, steps: halted(run, at) };
    case 'incident.moved':
      return { ...run, incidentNow: { severity: e.severity, rank: e.rank, at: e.at } };
    case 'run.paused': {
      const { by, reason } = e;
      return { ...run, paused: { by, at, ...(reason === undefined ? {} : { reason }) } };
    }
    case 'run.resumed': {
      const { paused: _p, ...rest } = run;
      return rest;
    }
    case 'incident.ended':
      return { ...run, incidentEnded: e.reason };
    case 'run.ended': {
      const { lock: _l, stopping: _s, paused: _p, ...rest } = run;
      const steps = finished(run, e.status === 'aborted' ? 'aborted' : 'failed', at);
      return { ...rest, steps, status: e.status, endedAt: at, ...(e.reason ? { failure: e.reason } : {}) };
    }
    case 'run.carded':
      return { ...run, card: { channel: e.channel, ts: e.ts } };
    case 'undo.asked':
      return set(({ undo, ...s }) => (undo ? { ...s, undone: { by: e.by, at, undo } } : s));
    case 'undo.ended':
      return set(({ undone, ...s }) => {
        if (!undone) return s;
        return e.done ? { ...s, undone } : { ...s, undo: undone.undo };
      });
    case 'click.refused':
      return run;
  }
}

/** A run that failed at this step goes on: what stands around the step is under way again. */
function reopened(run: Run, path: string): Run {
  if (!isEnded(run)) return run;
  const { endedAt: _e, failure: _f, ...rest } = run;
  const around = (locate(run, path)?.inside ?? []).map((s) => {
    const { endedAt: _a, failure: _b, ...state } = stepOf(run, s.path);
    return [s.path, { ...state, status: 'running' as const }] as const;
  });
  return { ...rest, status: 'running', steps: { ...run.steps, ...Object.fromEntries(around) } };
}

function result(e: { readonly output?: unknown; readonly lines?: readonly string[] }): Partial<StepState> {
  return { ...(e.output === undefined ? {} : { output: e.output }), ...(e.lines ? { lines: e.lines } : {}) };
}

/** The plan before this one is history; what became of it stays known. */
function retire({ approval, ...s }: StepState): StepState {
  if (!approval) return s;
  const all = [...(s.earlier ?? []), approval];
  // A broken glass that nobody has looked into is never forgotten.
  const kept = all.filter((a, i) => i >= all.length - MOST_EARLIER || (a.glass && !a.glass.reviewed));
  return { ...s, earlier: kept };
}

/** As if it had not begun, except that attempts go on counting: their keys are used up. */
function fresh(s: StepState): StepState {
  const { attempt, earlier } = retire(s);
  return { status: 'waiting', attempt, ...(earlier ? { earlier } : {}) };
}

/** Tried again; what a failed attempt may have changed is not forgotten. */
function again(s: StepState): StepState {
  return { ...fresh(s), ...(s.touched || s.approval?.status === 'used' ? { touched: true } : {}) };
}

/** Nothing new begins: whatever is not in a worker's hands as a change is over. */
function halted(run: Run, at: number): Run['steps'] {
  const open: readonly StepStatus[] = ['running', 'planning', 'approving', 'asking', 'watching'];
  const parents = stepsOf(run)
    .filter((s) => s.type !== 'action')
    .map((s) => s.path);
  return each(run, (path, { lockedBy, ...s }) => {
    const stays = isExecuting(s) || (parents.includes(path) && s.status === 'running');
    const over = (open.includes(s.status) && !stays) || lockedBy !== undefined;
    return over ? { ...s, status: 'aborted', endedAt: at } : s;
  });
}

/** What still shows as under way when the run is over ends with it; `unknown` stays, because it is the truth. */
function finished(run: Run, as: 'aborted' | 'failed', at: number): Run['steps'] {
  const open: readonly StepStatus[] = ['running', 'planning', 'approving', 'asking', 'watching'];
  return each(run, (_, { lockedBy: _l, ...s }) => (open.includes(s.status) ? { ...s, status: as, endedAt: at } : s));
}

function each(run: Run, change: (path: string, s: StepState) => StepState): Run['steps'] {
  return Object.fromEntries(Object.entries(run.steps).map(([path, s]) => [path, change(path, s)] as const));
}
