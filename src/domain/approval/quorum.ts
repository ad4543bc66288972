/** Whether enough different people agreed, and who is still missing. */
import type { Approval, Yes } from './approval.ts';

type Given = readonly Pick<Yes, 'groups'>[];

/** How many different groups must be heard: as many as there are people, or as many as there are groups. */
export const groupsWanted = ({ distinct, min, from }: Pick<Approval, 'distinct' | 'min' | 'from'>): number =>
  distinct === true ? Math.min(min, new Set(from).size) : 1;

/** How many groups they stand for, when each stands for one of theirs. */
function heard(by: Given): number {
  const taken = new Map<string, number>();
  const seat = (n: number, tried: Set<string>): boolean => {
    for (const group of by[n]?.groups ?? []) {
      if (tried.has(group)) continue;
      tried.add(group);
      const other = taken.get(group);
      // Whoever sits there may be able to move: somebody who is in two groups stands for the rarer one.
      if (other !== undefined && !seat(other, tried)) continue;
      taken.set(group, n);
      return true;
    }
    return false;
  };
  for (const n of by.keys()) seat(n, new Set());
  return taken.size;
}

/** How many more people must agree, at least. */
export function missing(gate: Approval, by: Given): number {
  const people = gate.min - by.length;
  return Math.max(0, people, gate.distinct === true ? groupsWanted(gate) - heard(by) : 0);
}

export const isReached = (gate: Approval, by: Given): boolean => missing(gate, by) === 0;

/** Groups whose member would bring it further. */
export function stillWanted(gate: Approval, by: Given): readonly string[] {
  const now = missing(gate, by);
  return gate.from.filter((group) => missing(gate, [...by, { groups: [group] }]) < now);
}
