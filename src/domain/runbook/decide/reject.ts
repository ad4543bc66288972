/** Somebody says no: nothing is changed. Where there was a choice, another option may be chosen. */
import { storable } from '../../../lib/json.ts';
import { say } from '../../../lib/text.ts';
import { nameGroups } from '../../people/model.ts';
import { pendingFor } from '../approvals.ts';
import type { Decided, Draft } from '../draft.ts';
import type { Clicker } from '../inputs.ts';
import { cut } from '../output.ts';
import { keys, stop } from '../stop.ts';
import { deny, personOf, type Refused } from '../who.ts';
import { reopen } from './settled.ts';

type Reject = {
  readonly approval: string;
  readonly reason?: string;
  readonly card?: { channel: string; ts: string };
} & Clicker;

export function reject(d: Draft, asked: Reject): Decided | Refused {
  const found = pendingFor(d, asked);
  if ('refused' in found) return found;
  const { step, approval } = found;
  const by = personOf(d.catalog, asked.person);
  const { from } = approval.policy;
  // Who asked may take it back; otherwise a no weighs as much as a yes and needs the same groups.
  if (by !== personOf(d.catalog, d.run.startedBy) && !from.some((g) => asked.groups.includes(g))) {
    const text = say`You may not reject this. Members of ${nameGroups(d.catalog, from)} may, or who started the run.`;
    return deny(d, asked, approval.id, 'not-permitted', text);
  }
  const reason = asked.reason ? cut(storable(asked.reason), 300) : undefined;
  const why = `${step.name}: rejected by ${by}${reason === undefined ? '' : ` (${reason})`}`;
  d.emit({ type: 'approval.rejected', step: step.path, by, ...(reason === undefined ? {} : { reason }) });
  d.cancel(keys.expire(step.path, d.step(step.path).attempt));
  const offered = reopen(d, step, why);
  if (!offered) stop(d, by, why);
  const next = offered ? 'Another option may be chosen.' : `R-${d.self.id} is aborted.`;
  return d.decision({ code: 'rejected', text: say`Rejected. Nothing was changed. ${next}`, ref: d.self });
}
