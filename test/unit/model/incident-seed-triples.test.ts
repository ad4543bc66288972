/** Everything that can happen to an incident, after everything else, with the matrix that ships. */
import { everyTriple } from './incident/every-triple.ts';
import { SEED } from './incident/matrices.ts';
import { STARTS } from './incident/starts.ts';
import { tally } from './tally.ts';

/** The other starts go as deep with the other policy. */
const DEEP = ['just declared p3', 'p3, acked by Ada for ten minutes', 'p3, level 3 reached', 'resolved'];

it('the seed’s matrix: whatever happens, then something else, then a third thing', () => {
  const since = performance.now();
  const [deep, rest] = [true, false].map((d) => STARTS.filter((s) => DEEP.includes(s.name) === d));
  tally('seed', everyTriple(SEED, rest ?? [], 2) + everyTriple(SEED, deep ?? [], 3), since);
});
