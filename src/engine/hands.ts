/** What a commit may begin in its own process: the worker's free hands, and which of the effects about to be written get one. */

import type { ClaimWish } from './claims.ts';
import { LEAST_URGENT, type Priority } from './decision.ts';
import type { Asked, Group } from './group.ts';
import type { Leases } from './leases.ts';

/** The worker of this process, as far as a commit needs it. */
export interface Hands {
  /** Its number, for the leases. */
  readonly worker: number;
  /** Effects that may be begun now: what hurries, more that must be pages, and what does not hurry. */
  readonly free: number;
  readonly freeForPages: number;
  readonly freeForRest: number;
}

const PAGES: Priority = 0;

/** Every hand of a worker: most for what hurries, the last quarter of those for pages only, and a few for the rest. */
export class Crew {
  readonly #slots: number;
  readonly #slotsForRest: number;
  readonly #reserved: number;
  readonly #inHand: Pick<Leases, 'size' | 'urgent'>;

  constructor(slots: number, slotsForRest: number, inHand: Pick<Leases, 'size' | 'urgent'>) {
    this.#slots = slots;
    this.#slotsForRest = slotsForRest;
    this.#reserved = Math.ceil(slots / 4);
    this.#inHand = inHand;
  }

  /** What a commit may begin at once. */
  free(worker: number): Hands {
    const free = this.#urgent;
    return {
      worker,
      free: Math.max(0, free - this.#reserved),
      freeForPages: Math.min(free, this.#reserved),
      freeForRest: this.#rest,
    };
  }

  /** What may be claimed. */
  wish(worker: number): Pick<ClaimWish, 'worker' | 'to' | 'most' | 'rest'> {
    const free = this.#urgent;
    const onlyPages = free <= this.#reserved;
    return {
      worker,
      to: onlyPages ? PAGES : LEAST_URGENT,
      most: onlyPages ? free : free - this.#reserved,
      rest: this.#rest,
    };
  }

  get anyForRest(): boolean {
    return this.#rest > 0;
  }

  get #urgent(): number {
    return Math.max(0, this.#slots - this.#inHand.urgent);
  }

  get #rest(): number {
    return Math.max(0, this.#slotsForRest - (this.#inHand.size - this.#inHand.urgent));
  }
}

/** What is due, as far as hands reach; of each lane only the first, because a lane does one thing at a time. */
export function takeInHand(groups: readonly Group[], now: number, hands: Hands): ReadonlySet<Asked> {
  const lanes = new Set<string>();
  const take = new Set<Asked>();
  let { free, freeForPages: pages, freeForRest: rest } = hands;
  for (const g of groups) {
    for (const e of g.effects) {
      if (lanes.has(e.lane)) continue;
      lanes.add(e.lane);
      if ((e.dueAt ?? now) > now) continue;
      if (e.priority > LEAST_URGENT) {
        if (rest <= 0) continue;
        rest -= 1;
      } else if (free > 0) free -= 1;
      else if (e.priority === PAGES && pages > 0) pages -= 1;
      else continue;
      take.add(e);
    }
  }
  return take;
}
