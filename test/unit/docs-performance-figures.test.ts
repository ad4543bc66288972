/** The figures in docs/performance.md are those that were measured. */
import { readFileSync } from 'node:fs';
import { figures, published } from '../../bench/publish.ts';

it('says what bench/results.json says', () => {
  expect(readFileSync('docs/performance.md', 'utf8')).toContain(figures(published()));
});
