/** A plan is made: people are asked whether exactly this may happen. */
import { gateFor } from '../../approval/model.ts';
import { advance } from '../advance.ts';
import { over } from '../begin.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';
import { actionAt } from '../locate.ts';
import type { ActionStep, Plan } from '../model.ts';
import { boundedLines } from '../output.ts';
import { incidentOf } from '../scope.ts';
import { kindOf } from '../steps/index.ts';
import { keys } from '../stop.ts';
import { glassFor } from './break-glass.ts';

export function planned(d: Draft, told: { step: string; attempt: number; plan: string; digest: string }): Decided {
  const { step: path, attempt, plan, digest } = told;
  const step = actionAt(d.run, path);
  const state = d.step(path);
  if (!step || isEnded(d.run) || state.attempt !== attempt || state.status !== 'planning') return { events: [] };
  if (d.run.preview) {
    const made = JSON.parse(plan) as Plan;
    const lines = boundedLines([made.summary]);
    d.emit({ type: 'step.previewed', step: path, digest, plan, policy: gateOf(d, step, made), lines });
    advance(d);
    return d.decision();
  }
  if (over(d)) return d.decision();
  const gate = gateOf(d, step, JSON.parse(plan) as Plan);
  const glass = glassFor(d)?.from;
  const policy = glass ? { ...gate, glass } : gate;
  const expiresAt = d.now + policy.expires;
  const id = `${d.self.id}.${digest.slice(0, 16)}`;
  d.emit({ type: 'approval.requested', step: path, id, digest, plan, policy, expiresAt });
  d.timer(keys.expire(path, attempt), expiresAt, 'approval.expire', { step: path, digest });
  return d.decision();
}

/** By what the policy is now; the plan says how far it reaches. */
function gateOf(d: Draft, step: ActionStep, plan: Plan) {
  const kind = kindOf(step.kind);
  const risk = plan.risk ?? (kind?.mutates ? kind.risk : 'high');
  const facts = {
    plan: { ...plan.radius, kind: step.kind, risk },
    service: d.run.facts.service,
    incident: incidentOf(d.run),
  };
  return gateFor(d.catalog.changes, { kind: step.kind, risk, ...(step.approval ? { own: step.approval } : {}), facts });
}
