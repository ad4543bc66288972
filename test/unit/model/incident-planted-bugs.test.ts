/** A model that misses a wrong rule is worth nothing: each planted bug must be seen. */
import { Differs } from './differs.ts';
import { everyTriple } from './incident/every-triple.ts';
import { RICH, SEED } from './incident/matrices.ts';
import { PLANTED } from './incident/planted.ts';
import { STARTS } from './incident/starts.ts';

/** Two things in a row are enough to see each of them. */
const pairs = (rules: (typeof PLANTED)[string]) => () => {
  for (const matrix of [SEED, RICH]) everyTriple(matrix, STARTS, 2, rules);
};

it.each(Object.entries(PLANTED))('the model sees it when %s', (_bug, rules) => {
  expect(pairs(rules)).toThrow(Differs);
});
