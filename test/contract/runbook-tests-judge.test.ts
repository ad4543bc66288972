/** A test of a runbook can fail: whatever came otherwise is told, in words its author can use. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notPlayed } from '../../src/app/runbook-test/coverage.ts';
import { playAll } from '../../src/app/runbook-test/play-all.ts';
import { readTestFile } from '../../src/app/runbook-test/test-file.ts';
import { compileFolder } from '../../src/app/workflows.ts';
import type { FileIssue } from '../../src/lib/yaml/source.ts';

const RUNBOOK = `name: Try
inputs:
  deployment: { type: string, default: api }
steps:
  - http.check: { url: "https://api.example.com/health", expect: "status == 200" }
    id: health
    onFailure: continue
  - kubernetes.scale: { deployment: "\${{ inputs.deployment }}", namespace: shop, replicas: 3 }
    id: scale
`;
const GIVEN = `given:
  cluster: [{ kind: Deployment, namespace: shop, name: api, replicas: 2 }]
  web: { "GET https://api.example.com/health": { status: 503 } }
`;
const one = (rest: string) => `${GIVEN}tests:\n  - name: One\n${rest}`;
const APPROVED = '    people: [{ at: 1m, person: grace, approve: scale }]\n';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'runbook-tests-'));
  cpSync('workflows/org', join(dir, 'org'), { recursive: true });
  cpSync('workflows/architect/service.yaml', join(dir, 'architect/service.yaml'));
  writeFileSync(join(dir, 'architect/try.yaml'), RUNBOOK);
});
afterEach(() => rmSync(dir, { recursive: true }));

async function played(test: string, more: { record?: boolean } = {}) {
  writeFileSync(join(dir, 'architect/try.test.yaml'), test);
  const { catalog, problems } = await compileFolder(dir);
  if (!catalog) throw new Error(JSON.stringify(problems));
  const issues: FileIssue[] = [];
  const results = await playAll({ dir, ...more }, catalog, issues);
  return { results, problems: results.flatMap((r) => r.problems), issues, left: notPlayed(catalog, results) };
}

test('what is expected and comes is no problem; messages, calls and steps are seen', async () => {
  const { problems, left, issues } = await played(
    one(`${APPROVED}    expect:
      steps: { health: failed, scale: done }
      calls: ['PATCH …/deployments/api …"replicas":3…']
      messages: ["from 2 to 3", "Try is done"]
`),
  );
  expect({ problems, left, issues }).toEqual({ problems: [], left: [], issues: [] });
});

test.each([
  ['a call nobody listed', `${APPROVED}`, 'there was another call: PATCH'],
  ['a call that never came', "    expect: { run: waiting, calls: ['PATCH'] }\n", 'this call never came: PATCH'],
  ['another end', '    expect: { run: done }\n', 'the run is waiting, not done'],
  ['another end of a step', '    expect: { run: waiting, steps: { health: done } }\n', 'health is failed, not done: '],
  ['a step that is not there', '    expect: { run: waiting, steps: { helth: done } }\n', 'no step is called helth'],
  ['words nobody said', '    expect: { run: waiting, messages: [hello] }\n', 'nobody was told “hello”'],
  [
    'words in another order',
    '    expect: { run: waiting, messages: ["from 2 to 3", "declared"] }\n',
    'nobody was told “declared”',
  ],
  [
    'another plan',
    `    expect: { run: waiting, plans: { scale: ${'0'.repeat(64)} } }\n`,
    'the plan of scale is another one',
  ],
  [
    'a refusal that did not come',
    '    people: [{ person: grace, approve: scale, refused: no }]\n    expect: { calls: ["PATCH"] }\n',
    'it was not refused',
  ],
  [
    'a refusal for another reason',
    '    people: [{ at: 1m, person: ada, approve: scale, refused: Tuesday }]\n    expect: { run: waiting }\n',
    'it was refused otherwise',
  ],
  [
    'a refusal nobody foresaw',
    '    people: [{ at: 1m, person: mona, approve: scale }]\n    expect: { run: waiting }\n',
    'it was refused: ',
  ],
  [
    'a person nobody knows',
    '    people: [{ at: 1m, person: zoe, approve: scale }]\n    expect: { run: waiting }\n',
    'people.yaml has no zoe',
  ],
  [
    'an answer nobody needs',
    '    given: { metrics: { up: 1 } }\n    expect: { run: waiting }\n',
    'given.metrics: nobody asked for “up”',
  ],
  [
    'a question without an answer',
    '    given: { web: { "GET https://other.example.com/": { status: 200 } } }\n    expect: { run: waiting }\n',
    'nobody asked for',
  ],
])('%s is told', async (_, rest, words) => {
  const { problems } = await played(one(rest));
  expect(problems.join('\n')).toContain(words);
});

test('a question nobody answers fails the step and the test', async () => {
  const { problems } = await played(
    `tests:\n  - name: One\n    given: { cluster: [{ kind: Deployment, namespace: shop, name: api }] }\n    expect: { run: waiting }\n`,
  );
  expect(problems).toEqual([
    expect.stringMatching(/no answer is given for “GET https:\/\/api.example.com\/health”: write one under given.web/),
  ]);
});

test('a change that no test carries out is told, and so is a runbook without a test', async () => {
  const { left } = await played(one('    expect: { run: waiting }\n'));
  expect(left).toEqual([
    expect.stringContaining('architect/try: no test carries out kubernetes.scale (architect/try.yaml:8)'),
  ]);
  writeFileSync(join(dir, 'architect/another.yaml'), 'name: Another\nsteps:\n  - note: Nothing to do\n');
  expect((await played(one('    expect: { run: waiting }\n'))).left).toContain('architect/another: there is no test');
});

test('what came is recorded, twice the same, and what the author wrote besides stays', async () => {
  const file = join(dir, 'architect/try.test.yaml');
  await played(one(`${APPROVED}    expect: { messages: ["from 2 to 3"] }\n`).replace('given:', '# why\ngiven:'), {
    record: true,
  });
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^# why\n/);
  expect(text).toMatch(/run: done[\s\S]*scale: done[\s\S]*plans:\s+scale: [0-9a-f]{64}\s+calls:[\s\S]*from 2 to 3/);
  expect((await played(text)).problems).toEqual([]);
});

test('slips in a test file are told with their place', () => {
  const issues: FileIssue[] = [];
  readTestFile(
    'architect/try.test.yaml',
    'tests:\n  - name: One\n    peopel: []\n    given: { web: { x: 1 } }\n',
    issues,
  );
  expect(issues.map((i) => `${i.line}: ${i.message} → ${i.instead}`).join('\n')).toMatch(/3: .*peopel.* → .*people/);
});

test('the example of the documentation reads', () => {
  const text = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/runbook-tests.md', 'utf8'))?.[1] ?? '';
  const issues: FileIssue[] = [];
  expect(readTestFile('docs.test.yaml', text, issues)?.tests).toHaveLength(1);
  expect(issues).toEqual([]);
});
