/** Nobody can know whether a step happened: it is never repeated by itself; a person looks and says. */
import { say } from '../../../lib/text.ts';
import { advance } from '../advance.ts';
import { planAgain } from '../begin.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded, isExecuting } from '../evolve.ts';
import type { Clicker } from '../inputs.ts';
import { actionAt } from '../locate.ts';
import type { Plan } from '../model.ts';
import { deny, denyVerb, personOf, type Refused } from '../who.ts';

export function unknown(d: Draft, told: { step: string; attempt: number; reason: string }): Decided {
  const state = d.step(told.step);
  if (!isExecuting(state) || state.attempt !== told.attempt) return { events: [] };
  d.emit({ type: 'step.unknown', step: told.step, reason: told.reason });
  advance(d);
  return d.decision();
}

export function cleared(d: Draft, asked: { step: string; happened: boolean } & Clicker): Decided | Refused {
  const step = actionAt(d.run, asked.step);
  const state = d.step(asked.step);
  const denied = denyVerb(d, 'run', 'say what happened to a step', asked.step, asked);
  if (denied) return denied;
  if (!step || state.status !== 'unknown') {
    return deny(d, asked, asked.step, 'not-unknown', say`Nobody needs to say what happened to this step any more.`);
  }
  const by = personOf(d.catalog, asked.person);
  d.emit({ type: 'step.cleared', step: step.path, by, happened: asked.happened });
  if (asked.happened) {
    const undo = state.approval ? (JSON.parse(state.approval.plan) as Plan).undo : undefined;
    const lines = [`${by} looked: it happened`];
    d.emit({ type: 'step.done', step: step.path, lines, ...(undo ? { undo } : {}) });
  } else if (!isEnded(d.run) && !d.run.stopping) planAgain(d, step, by);
  advance(d);
  const text = asked.happened
    ? say`Noted: ${step.name} happened.`
    : say`Noted: ${step.name} did not happen.${isEnded(d.run) ? '' : ' It is planned anew and asks for approval again.'}`;
  return d.decision({ code: 'cleared', text, ref: d.self });
}
