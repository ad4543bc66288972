/** Every rule finds what it says and leaves alone what it calls fine; every hazard of the five runbooks has its place. */
import { readdirSync, readFileSync } from 'node:fs';
import { hazardsPage } from '../../src/app/hazards-page.ts';
import { EXPLAINED } from '../../src/domain/check/explained.ts';
import { RULES } from '../../src/domain/check/rules/index.ts';
import { foundIn, idsIn } from './check-fixture.ts';

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, { example }) => {
  it('finds it where it stands, beyond the first line', () => {
    const found = foundIn(example.fires, example.file).filter((f) => f.rule.id === id);
    expect(found.length).toBeGreaterThan(0);
    for (const { line, column } of found) {
      const text = example.fires.split('\n')[line - 1] ?? '';
      expect(text.length).toBeGreaterThanOrEqual(column);
    }
  });

  it('leaves the other alone', () => {
    expect(idsIn(example.fine, example.file)).not.toContain(id);
  });

  it('stands in a file of its name', () => {
    const files = readdirSync('src/domain/check/rules').filter((f) => f.startsWith(`${id.toLowerCase()}-`));
    expect(files).toHaveLength(1);
  });
});

it('H1 to H33 are each one rule, or cannot be written any more', () => {
  const found = RULES.flatMap((r) => [r.id, ...(r.also ?? [])]);
  const ours = found.filter((id) => id.startsWith('R'));
  expect(
    found
      .filter((id) => !ours.includes(id))
      .concat(Object.keys(EXPLAINED))
      .sort(),
  ).toEqual(Array.from({ length: 33 }, (_, i) => `H${i + 1}`).sort());
  expect(ours).toEqual(ours.map((_, i) => `R${i + 1}`));
});

it('is what `tocsin hazards` prints: npm run --silent tocsin -- hazards > docs/hazards.md', () => {
  expect(readFileSync('docs/hazards.md', 'utf8')).toBe(hazardsPage());
});
