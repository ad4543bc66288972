/** Rules of approvals that are wrong on purpose, each in one way: the model must see every one of them. */
import { runAggregate } from '../../../../src/domain/runbook/decide.ts';
import type { RunEvent } from '../../../../src/domain/runbook/events.ts';
import type { RunInput } from '../../../../src/domain/runbook/inputs.ts';
import type { ApprovalState, Run, StepState } from '../../../../src/domain/runbook/model.ts';
import type { Decision } from '../../../../src/engine/decision.ts';
import { catalog } from '../../run-play.ts';
import type { RunRules } from './stage.ts';

type Context = Parameters<RunRules['decide']>[2];
type Seen = { state: Run; input: RunInput; context: Context };

const { decide } = runAggregate;

/** The rules are asked about something else than what is. */
const asking = (other: (s: Seen) => Partial<Seen>): RunRules => ({
  ...runAggregate,
  decide(state, input, context) {
    if (!state) return decide(state, input, context);
    const seen = { state, input, context, ...other({ state, input, context }) };
    return decide(seen.state, seen.input, seen.context);
  },
});

/** What they say is changed. */
const saying = (other: (d: Decision<RunEvent>, input: RunInput) => Decision<RunEvent>): RunRules => ({
  ...runAggregate,
  decide(state, input, context) {
    const d = decide(state, input, context);
    return 'refused' in d ? d : other(d, input);
  },
});

const everyStep = (run: Run, change: (s: StepState) => StepState): Run => ({
  ...run,
  steps: Object.fromEntries(Object.entries(run.steps).map(([path, s]) => [path, change(s)])),
});
const everyApproval = (run: Run, change: (a: ApprovalState) => ApprovalState): Run =>
  everyStep(run, (s) => (s.approval ? { ...s, approval: change(s.approval) } : s));

const isYes = (input: RunInput): input is Extract<RunInput, { type: 'approval.approve' }> =>
  input.type === 'approval.approve';

/** The plan that is shown, whichever button was clicked. */
const shown = (run: Run): string | undefined =>
  Object.values(run.steps).flatMap((s) => (s.status === 'approving' && s.approval ? [s.approval.id] : []))[0];

export const PLANTED: { readonly [bug: string]: RunRules } = {
  'one person counts twice': asking(({ state, input }) =>
    isYes(input)
      ? { state: everyApproval(state, (a) => ({ ...a, by: a.by.map((b, i) => ({ ...b, person: `somebody ${i}` })) })) }
      : {},
  ),
  'two of one group are people of two': asking(({ state, input }) =>
    isYes(input) ? { state: everyApproval(state, (a) => ({ ...a, policy: { ...a.policy, distinct: false } })) } : {},
  ),
  'who asked may approve': asking(({ state, input }) =>
    isYes(input) ? { state: { ...everyStep(state, ({ choice: _c, ...s }) => s), startedBy: 'nobody' } } : {},
  ),
  'who chose may approve': asking(({ state, input }) =>
    isYes(input)
      ? { state: everyStep(state, ({ choice, ...s }) => (choice ? { ...s, choice: { ...choice, by: 'nobody' } } : s)) }
      : {},
  ),
  'two accounts are two people': asking(({ input, context }) => {
    const strangers = { ...catalog, people: catalog.people.map((p) => ({ ...p, pagerduty: 'X', slack: 'X' })) };
    return isYes(input) ? { context: { ...context, catalog: strangers } } : {};
  }),
  'groups are not looked at': asking(({ input }) =>
    isYes(input) ? { input: { ...input, data: { ...input.data, groups: ['sre', 'leads'] } } } : {},
  ),
  'a yes counts after its time': asking(({ state, input, context }) => {
    const until = Object.values(state.steps).find((s) => s.status === 'approving')?.approval?.expiresAt;
    return isYes(input) && until !== undefined
      ? { context: { ...context, now: Math.min(context.now, until - 1) } }
      : {};
  }),
  'a yes counts at the very moment it lapses': asking(({ state, input }) =>
    isYes(input) ? { state: everyApproval(state, (a) => ({ ...a, expiresAt: a.expiresAt + 1 })) } : {},
  ),
  'which plan the button shows is ignored': asking(({ state, input }) =>
    isYes(input) ? { input: { ...input, data: { ...input.data, approval: shown(state) ?? input.data.approval } } } : {},
  ),
  'a copy of the card is as good': asking(({ input }) => {
    if (!isYes(input)) return {};
    const { card: _card, ...data } = input.data;
    return { input: { ...input, data } };
  }),
  'the yeses to the plan before count on': asking(({ state, input }) => {
    if (!isYes(input)) return {};
    const carried = everyStep(state, (s) => {
      const before = s.earlier?.at(-1)?.by ?? [];
      return s.approval ? { ...s, approval: { ...s.approval, by: [...before, ...s.approval.by] } } : s;
    });
    return { state: carried };
  }),
  'one fewer is enough': asking(({ state, input }) =>
    isYes(input)
      ? { state: everyApproval(state, (a) => ({ ...a, policy: { ...a.policy, min: Math.max(1, a.policy.min - 1) } })) }
      : {},
  ),
  'what moved is carried out all the same': asking(({ input }) =>
    input.type === 'step.drifted' ? { input: { ...input, data: { ...input.data, attempt: -1 } } } : {},
  ),
  'other bytes than the approved ones are carried out': saying((d) => ({
    ...d,
    effects: (d.effects ?? []).map((e) =>
      e.kind === 'step.execute' ? { ...e, payload: { ...(e.payload as object), plan: '{}' } } : e,
    ),
  })),
  'nobody knows, so it is done again': saying((d, input) =>
    input.type === 'step.unknown'
      ? {
          ...d,
          events: d.events.map((e) =>
            e.type === 'step.unknown' ? { ...e, type: 'step.cleared', by: 'x', happened: true } : e,
          ),
        }
      : d,
  ),
  'an answer to an attempt that is over counts': asking(({ state, input }) =>
    input.type === 'step.settled'
      ? { input: { ...input, data: { ...input.data, attempt: state.steps[input.data.step]?.attempt ?? 0 } } }
      : {},
  ),
  'a target that another run holds is taken': {
    ...runAggregate,
    decide(state, input, { guardHeldBy: _held, ...context }) {
      return decide(state, input, context);
    },
  },
  'aborting drops what is in hand': saying((d, input) =>
    input.type === 'run.abort' ? { ...d, events: [...d.events, { type: 'run.ended', status: 'aborted' }] } : d,
  ),
  'an incident that is over is changed on': asking(({ input }) =>
    input.type === 'run.incident-ended'
      ? { input: { ...input, type: 'run.carded', data: { channel: 'C', ts: '1' } } }
      : {},
  ),
  'a paused run begins the next step': asking(({ state, input }) => {
    const { paused: _p, ...going } = state;
    return input.type === 'step.settled' ? { state: going } : {};
  }),
  'a yes counts while it is paused': asking(({ state, input }) => {
    const { paused: _p, ...going } = state;
    return isYes(input) ? { state: going } : {};
  }),
  'anybody may leave a step out': asking(({ input }) =>
    input.type === 'step.skip' ? { input: { ...input, data: { ...input.data, groups: ['sre'] } } } : {},
  ),
  'what failed is tried again without a new plan': saying((d, input) =>
    input.type === 'step.retry' ? { ...d, effects: [] } : d,
  ),
  'an undo is done twice': asking(({ state, input }) =>
    input.type === 'run.undo'
      ? { state: everyStep(state, ({ undone, ...s }) => (undone ? { ...s, undo: undone.undo } : s)) }
      : {},
  ),
};
