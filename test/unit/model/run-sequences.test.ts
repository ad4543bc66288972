/** Everything that can happen to a run, after everything else. */
import { everyRun } from './run/every-sequence.ts';
import { STARTS } from './run/starts.ts';
import { tally } from './tally.ts';

const DEEP = [
  'asked',
  'one yes of two',
  'the second change is asked for',
  'asked which way',
  'Linus chose, and is not asked',
];

it('of approvals: whatever happens, and two more things after it; where people are asked, three', () => {
  const since = performance.now();
  const [deep, rest] = [true, false].map((d) => STARTS.filter((s) => DEEP.includes(s.name) === d));
  tally('runs', everyRun(rest ?? [], 3) + everyRun(deep ?? [], 4), since);
});
