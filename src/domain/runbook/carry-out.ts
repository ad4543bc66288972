/** A plan that was agreed to becomes work: its stored bytes, once, and not for ever. */
import type { Draft } from './draft.ts';
import type { ExecutePayload } from './effects.ts';
import type { ActionStep } from './model.ts';
import { kindOf } from './steps/index.ts';
import { keys } from './stop.ts';

/** Approved is not approved for ever: a worker that comes later than this does nothing. */
const BEGIN_WITHIN = 300_000;

export function carryOut(d: Draft, step: ActionStep): void {
  const { path, kind, timeout } = step;
  const { attempt, approval } = d.step(path);
  if (!approval) throw new Error(`step ${path} is carried out without an approval`);
  const { plan, digest, expiresAt } = approval;
  d.emit({ type: 'approval.approved', step: path });
  d.emit({ type: 'step.executing', step: path, attempt, digest });
  d.cancel(keys.expire(path, attempt));
  const notAfter = Math.max(expiresAt, d.now + BEGIN_WITHIN);
  const payload: ExecutePayload = { run: d.self.id, step: path, attempt, kind, timeout, plan, digest, notAfter };
  d.work('step.execute', keys.execute(path, attempt), path, payload, kindOf(kind)?.class ?? 'once');
}
