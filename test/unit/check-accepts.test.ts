/** A runbook accepts a hazard with a reason, for itself, and only while it is there. */
import { check } from '../../src/domain/check/check.ts';
import { reportOf } from '../../src/domain/check/report.ts';
import { compile } from '../../src/domain/compile.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';
import { ofOneService, sha256 } from './catalog-fixture.ts';
import { foundIn, NOW } from './check-fixture.ts';

const SCALES =
  '  - kubernetes.scale: { namespace: shop, deployment: api, replicas: 15 }\n  - kubernetes.rolloutStatus: { namespace: shop, deployment: api }\n';
const written = (head: string, steps = SCALES) => `name: Up\n${head}steps:\n${steps}`;

it('says where, which and what to do', () => {
  const found = foundIn(written(''));
  expect(found).toMatchObject([{ rule: { id: 'H6' }, line: 3, column: 69, what: 'replicas: 15' }]);
  expect(reportOf(found)).toMatch(
    /^architect\/example\.yaml:3:69 warning H6 Scales to a fixed number: replicas: 15\n {2}→ Take an input .*\n\n1 warning\. Why/,
  );
});

it('keeps quiet about what is accepted, and counts it', () => {
  const found = foundIn(written('accept: { H6: The cluster bears no more }\n'));
  expect(found).toMatchObject([{ rule: { id: 'H6' }, accepted: 'The cluster bears no more' }]);
  expect(reportOf(found)).toBe('No hazards; 1 accepted hazard.');
});

it('finds an excuse for what is not there any more', () => {
  const found = foundIn(written('accept: { H6: It was so }\n', '  - note: Nothing\n'));
  expect(found).toMatchObject([{ rule: { id: 'R1' }, line: 2, column: 11, what: 'H6 finds nothing here' }]);
});

it('an excuse is for its own runbook and its own rule', () => {
  const files = ofOneService()
    .set('architect/first.yaml', written('accept: { H6: The cluster bears no more }\n'))
    .set('architect/second.yaml', written('accept: { H2: It is another one }\n'));
  const { catalog } = compile(files, stepKinds, sha256);
  if (!catalog) throw new Error('it does not load');
  const open = check({ catalog, files, kinds: stepKinds, now: NOW }).filter((f) => f.accepted === undefined);
  expect(open.filter((f) => f.file === 'architect/second.yaml').map((f) => f.rule.id)).toEqual(['R1', 'H6']);
  expect(open.filter((f) => f.file === 'architect/first.yaml')).toEqual([]);
});

it('a rule that does not exist does not load, and is told which there are', () => {
  expect(() => foundIn(written('accept: { H66: It is so }\n'))).toThrow(
    'architect/example.yaml:2:11 there is no rule H66',
  );
});

describe('beside one command', () => {
  const LOG = 'run: [/usr/bin/tail, -f, /var/log/app], effect: read';
  const listed = (accept: string) =>
    `commands:\n  one: { does: The log, ${LOG}${accept} }\n  other: { does: The log, ${LOG} }\n`;

  it('is for that one', () => {
    const found = foundIn(listed(', accept: { H12: It ends with its pod }'), 'org/commands.yaml');
    expect(found.map((f) => [f.line, f.rule.id, f.accepted])).toEqual([
      [2, 'H12', 'It ends with its pod'],
      [3, 'H12', undefined],
    ]);
  });

  it('is found when it is for nothing, and refused when there is no such rule', () => {
    const found = foundIn(listed(', accept: { H23: It was so }'), 'org/commands.yaml');
    expect(found.map((f) => [f.line, f.rule.id])).toEqual([
      [2, 'H12'],
      [2, 'R1'],
      [3, 'H12'],
    ]);
    expect(() => foundIn(listed(', accept: { H66: It is so }'), 'org/commands.yaml')).toThrow(
      /2:\d+ there is no rule H66/,
    );
  });

  it('and beside one statement', () => {
    const ended = "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle' and query_start < now()";
    const found = foundIn(
      `statements:\n  end: { does: Ends them, sql: "${ended}", accept: { H8: They never run for long } }\n`,
      'org/targets.yaml',
    );
    expect(found).toMatchObject([{ rule: { id: 'H8' }, accepted: 'They never run for long' }]);
  });
});
