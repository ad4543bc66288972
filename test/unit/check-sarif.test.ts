/** What code scanning reads: the structure that SARIF 2.1.0 requires, and places below the repository. */
import { sarifOf } from '../../src/app/sarif.ts';
import { foundIn } from './check-fixture.ts';

const RISKY =
  'name: Up\naccept: { H6: The cluster bears no more }\nsteps:\n  - kubernetes.scale: { namespace: shop, deployment: api, replicas: 15 }\n  - helm.rollback: { release: api, namespace: shop, toRevision: 1 }\n';
const problem = { file: 'org/people.yaml', line: 4, column: 2, message: 'nobody is listed', instead: 'write one' };

const log = JSON.parse(sarifOf('workflows', [problem], foundIn(RISKY)));
const [run] = log.runs;

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
