/** Expressions that reach for more than the data they are given: all of them fail in words, and nothing is left behind. */
import { checkExpression, evaluate, interpolate } from '../../src/lib/expression.ts';
import { EXPRESSIONS } from '../corpora/expressions.ts';

const data = {
  inputs: { namespace: 'architect-production', replicas: 3 },
  steps: { pods: { items: [{ name: 'a', ready: true }], notReady: ['b'] } },
  value: 0,
  large: Array.from({ length: 5_000 }, (_, i) => i),
  long: 'x'.repeat(60_000),
};

test(`${EXPRESSIONS.length} hostile expressions give nothing`, () => {
  expect(new Set(EXPRESSIONS).size).toBe(EXPRESSIONS.length);
  const before = JSON.stringify(data);
  const gave: [string, unknown][] = [];
  for (const source of EXPRESSIONS) {
    const result = evaluate(source, data);
    if (result.ok) gave.push([source.slice(0, 80), result.value]);
    else {
      expect(result.error).toEqual(expect.stringMatching(/\S/));
      // What people are shown of it stays short, whatever was written.
      expect(result.error.length).toBeLessThan(1_000);
    }
    const told = interpolate({ text: `x \${{ ${source} }}` }, data);
    if (told.ok && !source.includes('}}')) gave.push([`in a text: ${source.slice(0, 80)}`, told.value]);
    checkExpression(source);
  }
  expect(gave).toEqual([]);
  expect(JSON.stringify(data)).toBe(before);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});
