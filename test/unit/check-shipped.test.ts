/** The runbooks that ship have no hazard that nobody has answered for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../src/domain/check/check.ts';
import { reportOf } from '../../src/domain/check/report.ts';
import { compile } from '../../src/domain/compile.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';
import { sha256 } from './catalog-fixture.ts';
import { NOW } from './check-fixture.ts';

it('is clean', () => {
  const names = readdirSync('workflows', { recursive: true, encoding: 'utf8' });
  const read = names.filter((f) => f.endsWith('.yaml') && !f.endsWith('.test.yaml'));
  const files = new Map(read.map((f) => [f, readFileSync(join('workflows', f), 'utf8')]));
  const { catalog } = compile(files, stepKinds, sha256);
  if (!catalog) throw new Error('they do not load');
  const found = check({ catalog, files, kinds: stepKinds, now: NOW });
  expect(reportOf(found)).toMatch(/^No hazards; \d+ accepted hazards\.$/);
});
