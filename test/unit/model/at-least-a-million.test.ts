/** The promise that the other files of this folder keep together: each asserts its part of the count. */
import { PROMISED } from './tally.ts';

it('decisions are compared with the models at every run', () => {
  expect(Object.values(PROMISED).reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(1_000_000);
});
