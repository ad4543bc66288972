/** `step.execute`: exactly the approved bytes, carried out at most once → done, drifted, failed, or a question to a person. */
import type { ExecutePayload } from '../domain/runbook/effects.ts';
import { run as runRef } from '../domain/runbook/inputs.ts';
import type { Plan } from '../domain/runbook/model.ts';
import { bounded, boundedLines } from '../domain/runbook/output.ts';
import { kindOf } from '../domain/runbook/steps/index.ts';
import type { Claimed, EffectHandler, HandlerIo, Outcome, Result } from '../engine/effect.ts';
import type { Redactor } from '../lib/redact.ts';
import { Fault } from '../ports/fault.ts';
import { type PortsFor, SHAPES_ONLY, within } from './step-deps.ts';
import { digestOf } from './step-plan.ts';
import { translateFault } from './translate-fault.ts';

const payloadOf = (effect: Claimed) => effect.payload as unknown as ExecutePayload;

function about({ run, step, attempt }: ExecutePayload, type: string, data: object): Result {
  return { type, to: runRef(run), data: { step, attempt, ...data } };
}

const failed = (p: ExecutePayload, failure: string): Outcome => ({
  kind: 'failed',
  reason: failure,
  result: about(p, 'step.settled', { failure }),
});

const LATE = 'approved, but no worker could begin in time; nothing was changed';

/** The plan, when the bytes are those that were approved and are about this step. */
function planIn(p: ExecutePayload): Plan | undefined {
  if (digestOf(p.plan) !== p.digest) return undefined;
  const plan = JSON.parse(p.plan) as Plan;
  const { run, step, attempt, kind } = p;
  return plan.run === run && plan.step === step && plan.attempt === attempt && plan.kind === kind ? plan : undefined;
}

async function execute(effect: Claimed, portsFor: PortsFor, redactor: Redactor, io: HandlerIo): Promise<Outcome> {
  const p = payloadOf(effect);
  const plan = planIn(p);
  const kind = kindOf(p.kind);
  if (!plan || !kind?.mutates) return failed(p, 'the plan is not the one that was approved; nothing was changed');
  const late = io.now() > p.notAfter;
  if (late && !effect.doubt) return failed(p, LATE);
  const context = { key: effect.key, late };
  const done = await within(p.timeout, io.signal, 'unknown', () => kind.execute(plan, portsFor(plan.as), context));
  switch (done.kind) {
    case 'done': {
      const output = bounded(redactor.value(done.output));
      const lines = boundedLines(kind.lines(output));
      const undo = plan.undo ? { undo: plan.undo } : {};
      return { kind: 'done', result: about(p, 'step.settled', { output, lines, ...undo }) };
    }
    case 'drifted': {
      const moved = redactor.value(done.moved);
      return { kind: 'done', result: about(p, 'step.drifted', { moved }) };
    }
    case 'going':
      // Part of it happened: whoever comes next must not think that nothing did.
      return { kind: 'again', reason: redactor.text(done.left), after: done.after, doubt: true };
    case 'late':
      return failed(p, LATE);
  }
}

export function stepExecute(portsFor: PortsFor, redactor: Redactor = SHAPES_ONLY): EffectHandler {
  return {
    kind: 'step.execute',
    async run(effect, io): Promise<Outcome> {
      try {
        return await execute(effect, portsFor, redactor, io);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        const p = payloadOf(effect);
        const outcome = translateFault(effect, error);
        const reason = redactor.text(error.message);
        if (outcome.kind === 'again') return outcome;
        if (outcome.kind === 'unknown') return { ...outcome, result: about(p, 'step.unknown', { reason }) };
        // An earlier attempt may have done it, and now we are not even allowed to look.
        if (effect.doubt) return { kind: 'unknown', reason, result: about(p, 'step.unknown', { reason }) };
        return failed(p, reason);
      }
    },
    gaveUp(effect, why, reason) {
      const p = payloadOf(effect);
      const text = redactor.text(reason);
      if (why === 'unknown' || effect.doubt) return about(p, 'step.unknown', { reason: text });
      return about(p, 'step.settled', { failure: text });
    },
  };
}
