/** Makes a failing schedule small: whatever can be left out while it still fails, is. */
import type { Round, Schedule } from './schedule.ts';

/** Every schedule that is smaller by one round, one trouble or one act. */
function smaller(s: Schedule): Schedule[] {
  const without = <T>(list: readonly T[], n: number) => list.filter((_, i) => i !== n);
  const change = (n: number, round: Round): Schedule => ({
    ...s,
    rounds: s.rounds.map((r, i) => (i === n ? round : r)),
  });
  const all = [...s.rounds.keys()];
  return [
    ...all.toReversed().map((n) => ({ ...s, rounds: without(s.rounds, n) })),
    ...all.flatMap((n) => {
      const round = s.rounds[n] as Round;
      return [...round.troubles.keys()].map((i) => change(n, { ...round, troubles: without(round.troubles, i) }));
    }),
    ...all.flatMap((n) => {
      const round = s.rounds[n] as Round;
      return [...round.acts.keys()].map((i) => change(n, { ...round, acts: without(round.acts, i) }));
    }),
  ];
}

/** @param fails plays it anew, in a world of its own */
export async function shrink(s: Schedule, fails: (s: Schedule) => Promise<boolean>, most = 40): Promise<Schedule> {
  let best = s;
  let left = most;
  for (let found = true; found; ) {
    found = false;
    for (const candidate of smaller(best)) {
      if (left-- <= 0) return best;
      if (!(await fails(candidate))) continue;
      best = candidate;
      found = true;
      break;
    }
  }
  return best;
}
