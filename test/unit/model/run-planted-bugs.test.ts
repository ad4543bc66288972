/** A model that misses a wrong rule is worth nothing: each planted bug must be seen. */
import { Differs } from './differs.ts';
import { everyRun } from './run/every-sequence.ts';
import { PLANTED } from './run/planted.ts';
import { STARTS } from './run/starts.ts';

/** Two things in a row are enough to see each of them. */
it.each(Object.entries(PLANTED))('the model sees it when %s', (_bug, rules) => {
  expect(() => everyRun(STARTS, 2, rules)).toThrow(Differs);
});
