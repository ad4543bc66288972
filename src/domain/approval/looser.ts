/** What in a runbook's own approval would make the gate looser than the policy's: told when it is loaded. */
import { formatDuration } from '../../lib/duration.ts';
import type { Approval } from './approval.ts';
import { groupsWanted } from './quorum.ts';

export interface Looser {
  readonly key: keyof Approval;
  /** Of a list, the item. */
  readonly item?: string;
  readonly message: string;
  readonly instead: string;
}

export function looserThan(gate: Approval, own: Partial<Approval>): readonly Looser[] {
  const found: Looser[] = [];
  const among = gate.from.join(', ');
  for (const item of own.from ?? []) {
    if (gate.from.includes(item)) continue;
    const message = `${item} is not among the groups the policy asks: ${among}`;
    found.push({
      key: 'from',
      item,
      message,
      instead: 'name some of those, or give this kind a gate in org/policy.yaml',
    });
  }
  if (own.min !== undefined && own.min < gate.min) {
    const message = `the policy asks for ${gate.min} people, and a runbook can only ask for more`;
    found.push({ key: 'min', message, instead: `write ${gate.min} or more, or leave min out` });
  }
  const heard = groupsWanted({ ...gate, ...own, distinct: gate.distinct === true });
  if (own.from?.every((g) => gate.from.includes(g)) && heard < groupsWanted(gate)) {
    const message = `the policy wants people of different groups, and here there are only ${own.from.length}`;
    found.push({ key: 'from', message, instead: `name more of ${among}, or leave from out` });
  }
  if (own.requester && !gate.requester) {
    const message = 'by the policy whoever asks for a change does not count, and a runbook cannot allow it';
    found.push({ key: 'requester', message, instead: 'leave requester out' });
  }
  if (own.distinct === false && gate.distinct) {
    const message = 'the policy wants people of different groups, and a runbook cannot waive that';
    found.push({ key: 'distinct', message, instead: 'leave distinct out' });
  }
  if (own.expires !== undefined && own.expires > gate.expires) {
    const most = formatDuration(gate.expires);
    const message = `by the policy a request lapses after ${most}, and a runbook can only shorten that`;
    found.push({ key: 'expires', message, instead: `write ${most} or less, or leave expires out` });
  }
  return found;
}
