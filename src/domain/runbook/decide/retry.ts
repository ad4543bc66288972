/** A run that failed goes on at the step it failed at: a look is repeated, a change is planned anew and approved anew. */
import { storable } from '../../../lib/json.ts';
import { say, type Text } from '../../../lib/text.ts';
import { advance } from '../advance.ts';
import type { Decided, Draft } from '../draft.ts';
import { locate } from '../locate.ts';
import type { Step } from '../model.ts';
import { cut } from '../output.ts';
import { stepNamed, stepsToName } from '../step-named.ts';
import { deny, denyVerb, personOf, type Refused } from '../who.ts';

export type AtStep = { readonly step: string; readonly reason: string } & Clicker;
type Clicker = { readonly person: string; readonly groups: readonly string[] };

export const reasonOf = (typed: string): string => cut(storable(typed).trim(), 300);

export function retry(d: Draft, asked: AtStep): Decided | Refused {
  const no = (code: string, text: Text) => deny(d, asked, asked.step, code, text);
  const denied = denyVerb(d, 'retry', 'have a step tried again', asked.step, asked);
  if (denied) return denied;
  const reason = reasonOf(asked.reason);
  if (!reason) return no('no-reason', say`Say why: it is written into the record. Nothing was done.`);
  const step = stepNamed(d.run, asked.step);
  const failed = stepsToName(d, (s) => d.step(s.path).status === 'failed' && s.type === 'action');
  if (!step) return no('no-such-step', say`R-${d.self.id} has no such step. Name one of: ${failed}.`);
  const { status } = d.step(step.path);
  if (status === 'unknown') {
    const text = say`Nobody knows whether ${step.name} happened, so it is never repeated. Look at the target, then say on the card whether it happened.`;
    return no('unknown', text);
  }
  if (step.type !== 'action' || status !== 'failed') {
    return no('not-failed', say`Only a step that failed is tried again: ${step.name} is ${status}.`);
  }
  const why = cannotGoOn(d, step);
  if (why) return no('cannot-go-on', why);
  d.emit({ type: 'step.retried', step: step.path, by: personOf(d.catalog, asked.person), reason });
  advance(d);
  return d.decision({
    code: 'retried',
    ref: d.self,
    text: say`${step.name} is tried again. A change is planned on what is there now, and asks for approval again.`,
  });
}

/** Why a run that ended cannot go on at this step; undefined when it can. */
export function cannotGoOn(d: Draft, step: Step): Text | undefined {
  const { run } = d;
  const name = `R-${d.self.id}`;
  const other = run.undoes ?? run.within;
  if (run.status !== 'failed') {
    return say`${name} is ${run.status}: only a run that failed goes on at the step it failed at. Start the runbook again.`;
  }
  if (other) return say`R-${other.run} was told already that ${name} failed, and has gone on. Begin again from there.`;
  if (run.incidentEnded !== undefined) return say`Nothing is begun any more: ${run.incidentEnded}.`;
  const around = locate(run, step.path)?.inside ?? [];
  const cleaned = around.some(
    (s) => s.type === 'group' && [...(s.onFailure ?? []), ...(s.always ?? [])].some((x) => run.steps[x.path]),
  );
  if (cleaned) {
    return say`What was to be done after its failure was done already, so ${name} does not go back. Start the runbook again.`;
  }
  const passed = step.goesOn === true || around.some((s) => s.goesOn === true || run.steps[s.path]?.status === 'done');
  return passed ? say`${name} went on past this step, and failed later. Name the step it failed at.` : undefined;
}
