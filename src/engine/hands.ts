/** What a commit may begin in its own process: the worker's free hands, and which of the effects about to be written get one. */
import type { Priority } from './decision.ts';
import type { Asked, Group } from './group.ts';

/** The worker of this process, as far as a commit needs it. */
export interface Hands {
  /** Its number, for the leases. */
  readonly worker: number;
  /** Effects that may be begun now: any, and more that must be pages. */
  readonly free: number;
  readonly freeForPages: number;
}

const PAGES: Priority = 0;

/** What is due, as far as hands reach; of each lane only the first, because a lane does one thing at a time. */
export function takeInHand(groups: readonly Group[], now: number, hands: Hands): ReadonlySet<Asked> {
  const lanes = new Set<string>();
  const take = new Set<Asked>();
  let [any, pages] = [hands.free, hands.freeForPages];
  for (const g of groups) {
    for (const e of g.effects) {
      if (lanes.has(e.lane)) continue;
      lanes.add(e.lane);
      if ((e.dueAt ?? now) > now) continue;
      if (any > 0) any -= 1;
      else if (e.priority === PAGES && pages > 0) pages -= 1;
      else continue;
      take.add(e);
    }
  }
  return take;
}
