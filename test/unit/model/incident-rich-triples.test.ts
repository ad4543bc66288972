/** Everything that can happen to an incident, after everything else, with a policy that has everything in it. */
import { everyTriple } from './incident/every-triple.ts';
import { RICH } from './incident/matrices.ts';
import { STARTS } from './incident/starts.ts';
import { tally } from './tally.ts';

/** The other starts go as deep with the other policy. */
const DEEP = ['just declared p1', 'reopened'];

it('a policy with everything in it: whatever happens, then something else, then a third thing', () => {
  const since = performance.now();
  const [deep, rest] = [true, false].map((d) => STARTS.filter((s) => DEEP.includes(s.name) === d));
  tally('rich', everyTriple(RICH, rest ?? [], 2) + everyTriple(RICH, deep ?? [], 3), since);
});
