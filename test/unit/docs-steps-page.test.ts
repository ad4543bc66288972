/** The reference of steps says what the kinds declare. */
import { readFileSync } from 'node:fs';
import { runbookSchema } from '../../src/app/runbook-schema.ts';
import { stepsPage } from '../../src/app/steps-page.ts';
import { STEP_KINDS } from '../../src/domain/runbook/steps/index.ts';

it('is what `tocsin steps` prints: npm run --silent tocsin -- steps > docs/steps.md', () => {
  expect(readFileSync('docs/steps.md', 'utf8')).toBe(stepsPage());
});

it('editors know what the kinds declare: npm run --silent tocsin -- schema > workflows/runbook.schema.json', () => {
  expect(readFileSync('workflows/runbook.schema.json', 'utf8')).toBe(runbookSchema());
});

it('names every kind with every parameter', () => {
  const page = stepsPage();
  for (const kind of STEP_KINDS) {
    expect(page).toContain(`### ${kind.name}\n`);
    for (const key of kind.schema.keys) expect(page).toContain(`| \`${key}\` |`);
  }
});
