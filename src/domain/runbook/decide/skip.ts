/** A person leaves a step out and says why: one that is still to come, one that waits, or the one the run failed at. */
import { joined, say, type Text } from '../../../lib/text.ts';
import { advance } from '../advance.ts';
import { dependentsOf } from '../dependents.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded, isExecuting } from '../evolve.ts';
import type { Step } from '../model.ts';
import { stepNamed, stepsToName } from '../step-named.ts';
import { keys } from '../stop.ts';
import { deny, denyVerb, personOf, type Refused } from '../who.ts';
import { type AtStep, cannotGoOn, reasonOf } from './retry.ts';

export function skip(d: Draft, asked: AtStep): Decided | Refused {
  const no = (code: string, text: Text) => deny(d, asked, asked.step, code, text);
  const denied = denyVerb(d, 'skip', 'leave a step out', asked.step, asked);
  if (denied) return denied;
  const reason = reasonOf(asked.reason);
  if (!reason) return no('no-reason', say`Say why: it is written into the record. Nothing was left out.`);
  const step = stepNamed(d.run, asked.step);
  const open = stepsToName(d, (s) => ['failed', 'approving', 'asking', 'watching'].includes(d.step(s.path).status));
  if (!step) return no('no-such-step', say`R-${d.self.id} has no such step. Name one of: ${open}.`);
  const why = whyNot(d, step);
  if (why) return no('not-skippable', why);
  const needed = dependentsOf(d.run, step);
  if (needed.length > 0) {
    const names = joined(
      needed.slice(0, 5).map((s) => say`“${s.name || s.path}”`),
      ', ',
    );
    const text = say`${names} read the result of this step, so it cannot be left out alone. Abort the run, or guard them with ${`has(steps.${step.id})`} in the runbook.`;
    return no('needed', text);
  }
  leaveOut(d, step, personOf(d.catalog, asked.person), reason);
  advance(d);
  return d.decision({ code: 'skipped', ref: d.self, text: say`${step.name} is left out: ${reason}.` });
}

function whyNot(d: Draft, step: Step): Text | undefined {
  const state = d.step(step.path);
  const { status } = state;
  if (status === 'unknown') {
    return say`Nobody knows whether ${step.name} happened. Look at the target, then say on the card whether it happened.`;
  }
  if (isExecuting(state)) return say`${step.name} is being carried out right now; wait for its end.`;
  if (state.began !== undefined) return say`${step.name} began R-${state.began}: abort that run instead.`;
  if (d.run.stopping) return say`R-${d.self.id} is being aborted already.`;
  if (status === 'failed' && isEnded(d.run)) return cannotGoOn(d, step);
  if (status === 'failed') {
    return d.run.paused
      ? say`R-${d.self.id} is paused, and ${step.name} failed meanwhile: resume it first.`
      : say`R-${d.self.id} went on past this step.`;
  }
  if (isEnded(d.run)) return say`R-${d.self.id} is ${d.run.status}, and this step is ${status}.`;
  const begun = step.type !== 'action' && status === 'running';
  if (begun) return say`${step.name} has begun: leave out the steps in it one by one.`;
  return ['done', 'skipped', 'aborted'].includes(status) ? say`${step.name} is ${status} already.` : undefined;
}

function leaveOut(d: Draft, step: Step, by: string, reason: string): void {
  const { path } = step;
  const { attempt, approval } = d.step(path);
  if (approval?.status === 'pending') {
    d.emit({ type: 'approval.void', step: path, reason: `the step was left out: ${reason}`, moved: [] });
  }
  d.cancel(...[keys.read, keys.look, keys.plan, keys.expire].map((name) => name(path, attempt)));
  d.emit({ type: 'step.left-out', step: path, by, reason });
}
