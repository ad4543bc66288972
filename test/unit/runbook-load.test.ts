import { changed, swap } from './catalog-fixture.ts';

const FILE = 'architect/test.yaml';

/** A runbook with these steps, loaded among the shipped workflows. */
function load(steps: string, head = '') {
  const { catalog, problems } = changed({ [FILE]: `name: Test\n${head}steps:\n${steps}` });
  return { runbook: catalog?.runbooks.find((r) => r.id === 'architect/test'), problems };
}
const GET = 'kubernetes.get: { kind: pods, namespace: a }';

describe('a step tells what is wrong with it', () => {
  it.each<[what: string, steps: string, where: string, message: RegExp, instead: RegExp]>([
    [
      'an unknown kind',
      '  - kubernetes.scael: { replicas: 1 }',
      '3:5',
      /unknown step kind "kubernetes.scael"/,
      /did you mean kubernetes\.scale\?/,
    ],
    [
      'a kind without its family',
      '  - rolloutRestart: {}',
      '3:5',
      /unknown step kind/,
      /did you mean kubernetes\.rolloutRestart\?/,
    ],
    [
      'an unknown kind near nothing',
      '  - shell: rm -rf /',
      '3:5',
      /unknown step kind "shell"/,
      /there is kubernetes\.get/,
    ],
    ['an unknown key', `  - ${GET}\n    timeuot: 5m`, '4:5', /unknown key "timeuot"/, /did you mean timeout\?/],
    ['two kinds', `  - ${GET}\n    prometheus.query: up`, '4:5', /does one thing/, /new step/],
    ['no kind', '  - name: Nothing', '3:5', /does nothing/, /kind: parameters/],
    ['a text for a step', '  - restart it', '3:5', /keys with values, not a text/, /keys with values/],
    ['no step', '  []', '3:3', /too short/, /at least 1/],
    [
      'an unknown parameter',
      '  - kubernetes.get: { kind: pods, namspace: a }',
      '3:35',
      /unknown key "namspace"/,
      /did you mean namespace\?/,
    ],
    [
      'a missing parameter',
      '  - kubernetes.get: { kind: pods }',
      '3:5',
      /kubernetes\.get needs namespace/,
      /write namespace/,
    ],
    [
      'a parameter of another type',
      '  - kubernetes.events: { namespace: a, last: soon }',
      '3:46',
      /kubernetes\.events\.last/,
      /runbook help/,
    ],
    [
      'a literal beside an expression',
      '  - kubernetes.events: { namespace: "${{ service.name }}", last: -1 }',
      '3:66',
      /kubernetes\.events\.last/,
      /help/,
    ],
    [
      'a text where there is no shorthand',
      '  - kubernetes.get: pods',
      '3:21',
      /named parameters/,
      /kubernetes\.get: \{ kind/,
    ],
    ['a list of parameters', '  - kubernetes.get: [pods]', '3:21', /not a list/, /kubernetes\.get: \{/],
    ['a bad id', `  - ${GET}\n    id: my-pods`, '4:9', /cannot be read in an expression/, /my_pods/],
    ['a reserved id', `  - ${GET}\n    id: in`, '4:9', /word of the expression language/, /another name/],
    ['one id twice', `  - ${GET}\n    id: a\n  - ${GET}\n    id: a`, '6:9', /the id a is taken/, /its own/],
    ['a bad duration', `  - ${GET}\n    timeout: 5 minutes`, '4:14', /not a duration/, /30s, 5m/],
    ['an approval of a read', `  - ${GET}\n    approval: { from: sre }`, '4:5', /only reads/, /delete approval/],
    [
      'an unknown group',
      '  - kubernetes.rolloutUndo: { deployment: a, namespace: b }\n    approval: { from: rse }',
      '4:23',
      /no group "rse"/,
      /did you mean sre/,
    ],
    [
      'an unknown key of an approval',
      '  - kubernetes.rolloutUndo: { deployment: a, namespace: b }\n    approval: { minimum: 2 }',
      '4:17',
      /unknown key "minimum"/,
      /min/,
    ],
    [
      'a watch on a change',
      '  - kubernetes.rolloutUndo: { deployment: a, namespace: b }\n    until: { within: 5m }',
      '4:5',
      /again and again/,
      /step that reads/,
    ],
    [
      'a watch that cannot end',
      `  - ${GET}\n    until: { passes: 10, every: 1m, within: 5m }`,
      '4:5',
      /longer than within/,
      /fewer passes/,
    ],
    ['facts in the wrong place', `  - ${GET}\n    facts: [a]`, '4:5', /facts belongs to ask\.choice/, /move it/],
    [
      'an approval of parallel',
      `  - parallel:\n      - ${GET}\n    approval: { from: sre }`,
      '5:5',
      /approval belongs to/,
      /move it/,
    ],
    [
      'a change in parallel',
      '  - parallel:\n      - kubernetes.rolloutUndo: { deployment: a, namespace: b }',
      '4:9',
      /one at a time/,
      /move it out/,
    ],
    [
      'parallel in parallel',
      `  - parallel:\n      - parallel:\n          - ${GET}`,
      '4:9',
      /cannot stand inside parallel/,
      /of its own/,
    ],
    ['a choice without options', '  - ask.choice: What now?', '3:5', /options is missing/, /keys with values/],
    [
      'an option without steps',
      '  - ask.choice: What now?\n    options:\n      Wait: []',
      '5:13',
      /too short/,
      /at least 1/,
    ],
    [
      'an option longer than a button',
      `  - ask.choice: What now?\n    options:\n      ${'x'.repeat(76)}:\n        - ${GET}`,
      '5:7',
      /too long/,
      /at most 75/,
    ],
    ['a condition that does not parse', `  - ${GET}\n    if: "a &&"`, '4:9', /Unexpected token/, /one condition/],
    [
      'a regular expression',
      '  - prometheus.query: up\n    expect: "value.matches(\'a\')"',
      '4:13',
      /refused/,
      /condition/,
    ],
    [
      'an expression that does not parse',
      '  - prometheus.query: "up ${{ inputs. }}"',
      '3:31',
      /Unexpected token|Expected/,
      /mend/,
    ],
    ['an expression never closed', '  - prometheus.query: "up ${{ 1 "', '3:31', /never closed/, /mend/],
    ['a second document', `  - ${GET}\n---\nname: x`, '4:1', /more than one document/, /split/],
  ])('%s', (_, steps, where, message, instead) => {
    const { runbook, problems } = load(steps);
    expect(runbook).toBeUndefined();
    const [first] = problems;
    expect(`${first?.file}:${first?.line}:${first?.column} ${first?.message}`).toMatch(message);
    expect(`${first?.file}:${first?.line}:${first?.column}`).toBe(`${FILE}:${where}`);
    expect(first?.instead).toMatch(instead);
  });

  it('reads a small runbook without a problem, so that each case above is wrong in one thing only', () => {
    expect(load(`  - ${GET}`).problems).toEqual([]);
  });
});

describe('the head tells what is wrong with it', () => {
  it.each<[what: string, head: string, where: string, message: RegExp, instead: RegExp]>([
    ['an unknown key', 'sevrity: p1\n', '2:1', /unknown key "sevrity"/, /there is name/],
    ['an unknown severity', 'for: { severity: [p9] }\n', '2:19', /no severity "p9"/, /p1|p2/],
    ['an input no expression can say', 'inputs: { name-space: {} }\n', '2:11', /cannot be read/, /name_space/],
    ['an unknown type', 'inputs: { a: { type: sting } }\n', '2:22', /"sting" is not one/, /did you mean string/],
    [
      'a default of another type',
      'inputs: { a: { type: integer, default: many } }\n',
      '2:40',
      /not a whole number/,
      /change the default/,
    ],
    [
      'a fraction for a whole number',
      'inputs: { a: { type: integer, default: 1.5 } }\n',
      '2:40',
      /not a whole number/,
      /type/,
    ],
    [
      'an expression as default',
      'inputs: { a: { default: "${{ service.name }}" } }\n',
      '2:25',
      /cannot hold an expression/,
      /fixed value/,
    ],
    [
      'a lock on an unknown input',
      'lock: x/${{ inputs.gone }}\n',
      '2:13',
      /no inputs\.gone/,
      /declare it under inputs/,
    ],
    ['a lock on a step', 'lock: x/${{ steps.a.b }}\n', '2:13', /no step with the id a/, /there is none/],
    ['a review in minutes', 'review: 5m\n', '2:9', /too short/, /at least 1d/],
  ])('%s', (_, head, where, message, instead) => {
    const { runbook, problems } = load(`  - ${GET}`, head);
    expect(runbook).toBeUndefined();
    const [first] = problems;
    expect(`${first?.file}:${first?.line}:${first?.column} ${first?.message}`).toMatch(message);
    expect(`${first?.file}:${first?.line}:${first?.column}`).toBe(`${FILE}:${where}`);
    expect(first?.instead).toMatch(instead);
  });

  it('takes severities by any of their names', () => {
    expect(load(`  - ${GET}`, 'for: { severity: [Critical, sev2, 3] }\n').runbook?.for.severity).toEqual([
      'p1',
      'p2',
      'p3',
    ]);
    expect(load(`  - ${GET}`, 'for: { severity: p4 }\n').runbook?.for.severity).toEqual(['p4']);
  });

  it('keeps the text of a default', () => {
    const { runbook } = load(
      `  - ${GET}`,
      'inputs: { tag: { default: 1.10 }, n: { type: integer, default: 3 }, b: { type: boolean, default: true } }\n',
    );
    expect(runbook?.inputs.map((i) => i.default)).toEqual(['1.10', 3, true]);
  });
});

describe('parameters', () => {
  it('take a text as the parameter it is short for, whatever it looks like', () => {
    const [a, b] = load('  - prometheus.query: up\n  - prometheus.query: 1e3').runbook?.steps ?? [];
    expect(a).toMatchObject({ params: { query: 'up' } });
    expect(b).toMatchObject({ params: { query: '1e3' } });
  });
  it('are texts where the kind wants one', () => {
    const [step] =
      load('  - kubernetes.logs: { deployment: 1.10, namespace: yes, tail: 5, tag: 0o7 }').runbook?.steps ?? [];
    expect(step).toMatchObject({ params: { deployment: '1.10', namespace: 'yes', tail: 5, tag: '0o7' } });
  });
  it('keep expressions for later', () => {
    const steps = '  - kubernetes.scale: { deployment: "${{ service.name }}", namespace: a, replicas: "${{ 5 + 5 }}" }';
    expect(load(steps).runbook?.steps[0]).toMatchObject({ params: { replicas: '${{ 5 + 5 }}' }, timeout: 120_000 });
  });
  it('with braces that are not ours stay as they are', () => {
    const [step] = load('  - prometheus.query: \'rate(x{a=~"5.."}[5m])\'').runbook?.steps ?? [];
    expect(step).toMatchObject({ params: { query: 'rate(x{a=~"5.."}[5m])' } });
  });
});

describe('nothing of the example is lost when it is broken in one place', () => {
  it('shows every problem at once', () => {
    const { problems } = changed({
      'architect/api-completely-down.yaml': (text) =>
        [
          swap('kubernetes.scale:', 'kubernetes.scael:'),
          swap('id: pods', 'id: pod'),
          swap('review: 90d', 'review: soon'),
        ].reduce((t, f) => f(t), text),
    });
    expect(problems.map((p) => p.message)).toEqual([
      'review: "soon" is not a duration',
      'there is no step with the id pods',
      'there is no step with the id pods',
      'unknown step kind "kubernetes.scael"',
    ]);
    expect(problems[1]?.instead).toBe('did you mean pod?');
  });
});
