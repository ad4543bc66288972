/** `step.plan`: what a change would do, worked out on live state → `step.planned` with the bytes people will approve. */
import { createHash } from 'node:crypto';
import { type EarlierChange, earlierOn } from '../domain/runbook/earlier.ts';
import type { PlanPayload } from '../domain/runbook/effects.ts';
import { run as runRef } from '../domain/runbook/inputs.ts';
import type { Plan, Run } from '../domain/runbook/model.ts';
import { kindOf } from '../domain/runbook/steps/index.ts';
import type { Claimed, EffectHandler, HandlerIo, Outcome, Result } from '../engine/effect.ts';
import { canonical } from '../lib/json.ts';
import type { Redactor } from '../lib/redact.ts';
import { Fault } from '../ports/fault.ts';
import { MOST_LOOKS, type PortsFor, SHAPES_ONLY, within } from './step-deps.ts';
import { translateFault } from './translate-fault.ts';

export const digestOf = (plan: string): string => createHash('sha256').update(plan).digest('hex');

/** Runs that may have changed this target within a day; more than those does no harm. */
export type RunsOn = (target: string) => Promise<readonly Run[]>;

interface PlanDeps {
  readonly portsFor: PortsFor;
  readonly redactor: Redactor;
  readonly runsOn: RunsOn;
}

const payloadOf = (effect: Claimed) => effect.payload as unknown as PlanPayload;

function failed({ run, step, attempt }: PlanPayload, failure: string): Result {
  return { type: 'step.settled', to: runRef(run), data: { step, attempt, failure } };
}

async function planFor(effect: Claimed, { portsFor, redactor, runsOn }: PlanDeps, io: HandlerIo): Promise<Result> {
  const p = payloadOf(effect);
  const { run, step, attempt, params, runbook, requester, as } = p;
  const kind = kindOf(p.kind);
  if (!kind?.mutates) return failed(p, `${p.kind} is not a kind that changes something`);
  const context = { now: io.now(), key: effect.key };
  const planned = await within(p.timeout, io.signal, 'retry', () => kind.plan(params, portsFor(as), context));
  if ('refused' in planned) return failed(p, redactor.text(planned.refused));
  const { summary, changes, notes, undo, guarded, request, radius, risk } = planned;
  const { offHours } = p;
  const target = kind.target(params);
  const others = earlierOn(await runsOn(target), target, run, io.now());
  const around = { target, ...(offHours === undefined ? {} : { offHours }), ...touched(others, io.now()) };
  // What people read is looked through for secrets; what is sent and compared stays exactly what it is. Text by text: a secret
  // that happens to be called `changes` must not take the name of a part of the plan.
  const shown = {
    summary: redactor.text(summary),
    changes: changes.map((c) => ({
      what: redactor.text(c.what),
      from: redactor.text(c.from),
      to: redactor.text(c.to),
    })),
    notes: notes.map((n) => redactor.text(n)),
  };
  const plan: Plan = {
    ...{ run, step, attempt, kind: kind.name, params, runbook, requester },
    ...(as === undefined ? {} : { as }),
    ...shown,
    radius: { ...radius, ...around },
    ...(risk === undefined ? {} : { risk }),
    guarded,
    request,
    ...(undo ? { undo } : {}),
  };
  const bytes = canonical(plan);
  return { type: 'step.planned', to: runRef(run), data: { step, attempt, plan: bytes, digest: digestOf(bytes) } };
}

function touched(
  others: readonly EarlierChange[],
  now: number,
): Pick<NonNullable<Plan['radius']>, 'otherRuns' | 'lastRun'> {
  const [last] = others;
  if (!last) return { otherRuns: 0 };
  const { run, name, at, unknown } = last;
  const minutes = Math.floor((now - at) / 60_000);
  return { otherRuns: others.length, lastRun: { run, name, minutes, ...(unknown ? { unknown } : {}) } };
}

export function stepPlan(portsFor: PortsFor, runsOn: RunsOn, redactor: Redactor = SHAPES_ONLY): EffectHandler {
  const deps = { portsFor, redactor, runsOn };
  return {
    kind: 'step.plan',
    async run(effect, io): Promise<Outcome> {
      try {
        return { kind: 'done', result: await planFor(effect, deps, io) };
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        const outcome = translateFault(effect, error);
        if (outcome.kind === 'again' && effect.attempts < MOST_LOOKS) return outcome;
        const failure = redactor.text(error.message);
        return { kind: 'failed', reason: failure, result: failed(payloadOf(effect), failure) };
      }
    },
    gaveUp: (effect, _why, reason) => failed(payloadOf(effect), redactor.text(reason)),
  };
}
