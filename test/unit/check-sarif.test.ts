/** What code scanning reads: SARIF 2.1.0 by its published schema, and places below the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sarifOf } from '../../src/app/sarif.ts';
import { need, TOOLS } from '../support/test-tools.ts';
import { foundIn } from './check-fixture.ts';

const RISKY =
  'name: Up\naccept: { H6: The cluster bears no more }\nsteps:\n  - kubernetes.scale: { namespace: shop, deployment: api, replicas: 15 }\n  - helm.rollback: { release: api, namespace: shop, toRevision: 1 }\n';
const problem = { file: 'org/people.yaml', line: 4, column: 2, message: 'nobody is listed', instead: 'write one' };

const log = JSON.parse(sarifOf('workflows', [problem], foundIn(RISKY)));
const [run] = log.runs;

const schema = join(TOOLS, '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const published = need(
  existsSync(schema) ? schema : undefined,
  'No SARIF schema: what is written is held against our own idea of it only (npm ci --prefix test/tools).',
);

(published ? it : it.skip)('is valid by the published schema, which refuses a result without a message', () => {
  const require = createRequire(schema);
  // The schema is of draft 4, which newer validators do not read; its package brings one that does.
  const Ajv = require('ajv');
  const ajv = new Ajv({ schemaId: 'auto', meta: false, unknownFormats: 'ignore', allErrors: true });
  ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
  const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
  expect({ valid: validate(log), errors: validate.errors }).toEqual({ valid: true, errors: null });
  const [{ message: _, ...silent }, ...others] = run.results;
  expect(validate({ ...log, runs: [{ ...run, results: [silent, ...others] }] })).toBe(false);
});

it('is a log of one run with its rules', () => {
  expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'tocsin check' } } }] });
  expect(log.runs).toHaveLength(1);
  for (const rule of run.tool.driver.rules) {
    expect(rule).toMatchObject({
      id: expect.stringMatching(/^(?:load|[HR]\d+)$/),
      shortDescription: { text: expect.stringMatching(/./) },
      fullDescription: { text: expect.stringMatching(/./) },
      defaultConfiguration: { level: expect.stringMatching(/^(?:error|warning|note)$/) },
    });
  }
  const ids = run.tool.driver.rules.map((r: { id: string }) => r.id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('every result names its rule and its place', () => {
  const ids = run.results.map((r: { ruleId: string }) => r.ruleId);
  expect(ids).toEqual(expect.arrayContaining(['load', 'H6', 'H2']));
  for (const { ruleId, ruleIndex, message, locations, level } of run.results) {
    expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(['error', 'warning', 'note']).toContain(level);
    expect(message.text).toMatch(/./);
    const [{ physicalLocation }] = locations;
    expect(physicalLocation.artifactLocation.uri).toMatch(/^workflows\/[a-z]+\/[a-z]+\.yaml$/);
    expect(physicalLocation.region.startLine).toBeGreaterThan(0);
    expect(physicalLocation.region.startColumn).toBeGreaterThan(0);
  }
});

it('what is accepted is there, with the reason', () => {
  const suppressed = run.results.filter((r: object) => 'suppressions' in r);
  expect(suppressed).toMatchObject([
    { ruleId: 'H6', suppressions: [{ kind: 'inSource', justification: 'The cluster bears no more' }] },
  ]);
});
