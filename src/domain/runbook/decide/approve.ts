/** Somebody says yes to exactly one plan. Enough different people who may, in time, and it is carried out, once. */
import { say } from '../../../lib/text.ts';
import { isReached, missing, stillWanted } from '../../approval/model.ts';
import { mentions, nameGroups } from '../../people/model.ts';
import { pendingFor } from '../approvals.ts';
import { carryOut } from '../carry-out.ts';
import type { Decided, Draft } from '../draft.ts';
import type { Clicker } from '../inputs.ts';
import { askers } from '../requester.ts';
import { deny, personOf, type Refused } from '../who.ts';

type Approve = { readonly approval: string; readonly card?: { channel: string; ts: string } } & Clicker;

export function approve(d: Draft, asked: Approve): Decided | Refused {
  const found = pendingFor(d, asked);
  if ('refused' in found) return found;
  const { step, approval } = found;
  const { policy } = approval;
  const person = personOf(d.catalog, asked.person);
  const no = (code: string, text: ReturnType<typeof say>) => deny(d, asked, approval.id, code, text);
  const groups = nameGroups(d.catalog, policy.from);
  if (!policy.requester && askers(d.run, step.path).some((a) => personOf(d.catalog, a) === person)) {
    return no('self-approval', say`You asked for this, so somebody else must approve it: a member of ${groups}.`);
  }
  const inside = policy.from.filter((g) => asked.groups.includes(g));
  if (inside.length === 0) {
    return no('not-permitted', say`You may not approve this. Members of ${groups} may: ask one of them.`);
  }
  const by = [...approval.by, { person, at: d.now, groups: inside }];
  const open = missing(policy, approval.by);
  const wanted = nameGroups(d.catalog, stillWanted(policy, approval.by));
  if (approval.by.some((b) => b.person === person)) {
    return no('twice', say`You approved this already; ${open} more of ${wanted} must.`);
  }
  if (missing(policy, by) === open) {
    return no(
      'group-spoke',
      say`Somebody of ${nameGroups(d.catalog, inside)} agreed already. Still wanted: ${wanted}.`,
    );
  }
  d.emit({ type: 'approval.given', step: step.path, person, groups: inside });
  if (!isReached(policy, by)) {
    const [more, next] = [missing(policy, by), nameGroups(d.catalog, stillWanted(policy, by))];
    const text = say`Approved by ${policy.min - more} of ${policy.min}: ${more} more of ${next} must agree.`;
    return d.decision({ code: 'approval-given', text, ref: d.self });
  }
  carryOut(d, step);
  const all = mentions(
    d.catalog,
    by.map((b) => b.person),
  );
  return d.decision({ code: 'approved', text: say`Approved by ${all}. It is carried out now.`, ref: d.self });
}
