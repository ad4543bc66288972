/** `step.read`: one look through a port → `step.settled` with what was seen, or why nothing was. */
import type { ReadPayload } from '../domain/runbook/effects.ts';
import { run as runRef } from '../domain/runbook/inputs.ts';
import { bounded, boundedLines } from '../domain/runbook/output.ts';
import type { StepPorts } from '../domain/runbook/step-kind.ts';
import { kindOf } from '../domain/runbook/steps/index.ts';
import type { Claimed, EffectHandler, HandlerIo, Outcome, Result } from '../engine/effect.ts';
import type { Redactor } from '../lib/redact.ts';
import { Fault } from '../ports/fault.ts';
import { MOST_LOOKS, SHAPES_ONLY, within } from './step-deps.ts';
import { translateFault } from './translate-fault.ts';

const payloadOf = (effect: Claimed) => effect.payload as unknown as ReadPayload;

function settled({ run, step, attempt }: ReadPayload, data: object): Result {
  return { type: 'step.settled', to: runRef(run), data: { step, attempt, ...data } };
}

async function look(p: ReadPayload, ports: StepPorts, redactor: Redactor, io: HandlerIo): Promise<Result> {
  const kind = kindOf(p.kind);
  if (!kind || !('read' in kind)) return settled(p, { failure: `${p.kind} is not a kind that reads`, final: true });
  const { timeout, since } = p;
  const context = { timeout, since, now: io.now() };
  const seen = await within(timeout, io.signal, 'retry', () => kind.read(p.params, ports, context));
  // Hidden before it is cut: half a secret is not recognised any more.
  const output = bounded(redactor.value(seen));
  return settled(p, { output, lines: boundedLines(kind.lines(output)) });
}

export function stepRead(ports: StepPorts, redactor: Redactor = SHAPES_ONLY): EffectHandler {
  return {
    kind: 'step.read',
    async run(effect, io): Promise<Outcome> {
      const p = payloadOf(effect);
      try {
        return { kind: 'done', result: await look(p, ports, redactor, io) };
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        const outcome = translateFault(effect, error);
        if (outcome.kind === 'again' && effect.attempts < MOST_LOOKS) return outcome;
        const failure = redactor.text(error.message);
        const final = error.kind === 'permanent';
        return { kind: 'failed', reason: failure, result: settled(p, { failure, ...(final ? { final } : {}) }) };
      }
    },
    gaveUp: (effect, _why, reason) => settled(payloadOf(effect), { failure: redactor.text(reason) }),
  };
}
