/** Every item of the five runbooks has a cover that exists and a test that exists; the page says so. */
import { readFileSync } from 'node:fs';
import { seedsPage } from '../seeds/page.ts';
import { idsOf, missingCover, missingTest, readSystem, SYSTEMS } from '../seeds/read.ts';

test('there are 110 items', () => {
  expect(SYSTEMS.flatMap(idsOf)).toHaveLength(110);
});

describe.each(SYSTEMS)('$title', (system) => {
  const { items, problems } = readSystem(system);

  test('its file reads', () => expect(problems).toEqual([]));

  test('every item is there, and nothing else', () => {
    expect(Object.keys(items).sort()).toEqual([...idsOf(system)].sort());
  });

  test('every cover and every test exists', () => {
    const missing = Object.entries(items).flatMap(([id, { covered, verified }]) =>
      [...covered.map(missingCover), ...verified.map(missingTest)].flatMap((why) => (why ? [`${id}: ${why}`] : [])),
    );
    expect(missing).toEqual([]);
  });

  test('where there was a hazard, it says what was changed', () => {
    expect(Object.entries(items).filter(([, i]) => i.hazards.length > 0 && !i.changed)).toEqual([]);
  });
});

test('every hazard of the seeds is met somewhere', () => {
  const met = new Set(SYSTEMS.flatMap((s) => Object.values(readSystem(s).items).flatMap((i) => i.hazards)));
  expect(Array.from({ length: 33 }, (_, i) => `H${i + 1}`).filter((h) => !met.has(h))).toEqual([]);
});

test('a cover that is not there is seen', () => {
  expect(missingCover('workflows/nowhere.yaml')).toBe('there is no workflows/nowhere.yaml');
  expect(missingCover('workflows/architect/api-completely-down.yaml#steps/9')).toMatch(/“9” is not there/);
  expect(missingCover('workflows/architect/api-completely-down.yaml#steps/1/ask.choice')).toBeUndefined();
  expect(missingTest('test/unit/docs-seeds-page.test.ts: there are 110 items')).toBeUndefined();
  expect(missingTest('test/unit/docs-seeds-page.test.ts: there are 111 itemz'.replace('z', 's '))).toMatch(
    /has no test/,
  );
  expect(missingTest('story: nothing')).toBe('there is no story nothing');
});

test('the page is fresh', () => {
  expect(readFileSync('docs/seeds.md', 'utf8')).toBe(seedsPage());
});
