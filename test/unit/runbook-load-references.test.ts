import { changed } from './catalog-fixture.ts';

/** Problems of a runbook with these steps, as `line:column message → instead`. */
function problems(steps: string, head = 'inputs: { ns: {} }\n'): string[] {
  const compiled = changed({ 'architect/test.yaml': `name: Test\n${head}steps:\n${steps}` });
  return compiled.problems.map((p) => `${p.line}:${p.column} ${p.message} → ${p.instead}`);
}
const get = (id: string, more = '') => `  - kubernetes.get: { kind: pods, namespace: a }\n    id: ${id}\n${more}`;
const query = (text: string, more = '') => `  - prometheus.query: "${text}"\n${more}`;

describe('what may be read', () => {
  it.each([
    [
      'inputs, service and incident',
      query('${{ inputs.ns }} ${{ service.health }} ${{ service.name }} ${{ incident.title }}'),
    ],
    ['an earlier step', get('pods') + query('${{ size(steps.pods.items) }}')],
    [
      'an earlier step by its number',
      `  - kubernetes.get: { kind: pods, namespace: a }\n${query("${{ steps['1'].items }}")}`,
    ],
    [
      'a step of parallel, after it',
      `  - parallel:\n    ${get('pods').replaceAll('\n', '\n    ')}\n${query('${{ steps.pods.items }}')}`,
    ],
    ['its own output in expect', query('up', '    expect: "value < 1.0 && inputs.ns == \'a\'"\n')],
    [
      'its own output in a parameter that is a condition',
      '  - http.check: { url: "http://a", expect: "status == 200" }',
    ],
    ['loop variables', get('pods') + query("${{ steps.pods.items.filter(p, p.ready).map(p, p.name).join(',') }}")],
    [
      'a step in the same option',
      `  - ask.choice: Q\n    options:\n      A:\n${indent(get('x') + query('${{ steps.x.items }}'))}`,
    ],
    [
      'what may not have run, with has()',
      `  - ask.choice: Q\n    options:\n      A:\n${indent(get('x'))}${query('up', '    if: "has(steps.x)"\n')}`,
    ],
  ])('%s', (_, steps) => expect(problems(steps)).toEqual([]));
});

describe('what may not', () => {
  it.each<[string, string, RegExp]>([
    [
      'an undeclared input',
      query('${{ inputs.nss }}'),
      /^4:28 there is no inputs\.nss → did you mean ns\?; or declare it under inputs/,
    ],
    [
      'an unknown value of the service',
      query('${{ service.heatlh }}'),
      /no service\.heatlh → did you mean health\?; or write it into service\.yaml/,
    ],
    ['an unknown root', query('${{ input.ns }}'), /^4:28 there is no input here → did you mean inputs\?/],
    [
      'an unknown step',
      get('pods') + query('${{ steps.pdos.items }}'),
      /^6:28 there is no step with the id pdos → did you mean pods\?/,
    ],
    [
      'an unknown field of a step',
      get('pods') + query('${{ steps.pods.itmes }}'),
      /steps\.pods has no itmes → did you mean items\?/,
    ],
    [
      'an unknown output in expect',
      query('up', '    expect: "valeu < 1.0"\n'),
      /^5:14 there is no valeu here → did you mean value\?/,
    ],
    ['an output outside of expect', query('up', '    if: "value < 1.0"\n'), /there is no value here/],
    [
      'another step of the same parallel',
      `  - parallel:\n    ${get('a').replaceAll('\n', '\n    ')}\n    ${query('${{ steps.a.items }}').replaceAll('\n', '\n    ')}`,
      /runs later or at the same time/,
    ],
    [
      'a step of another option',
      `  - ask.choice: Q\n    options:\n      A:\n${indent(get('x'))}      B:\n${indent(query('${{ steps.x.items }}'))}`,
      /x runs only when "A" is chosen → guard it with has\(steps\.x\)/,
    ],
    [
      'a step of an option, after the choice',
      `  - ask.choice: Q\n    options:\n      A:\n${indent(get('x'))}${query('${{ steps.x.items }}')}`,
      /x runs only when "A" is chosen/,
    ],
    [
      'a fact from an option',
      `  - ask.choice: Q\n    facts: ["\${{ steps.x.items }}"]\n    options:\n      A:\n${indent(get('x'))}`,
      /^5:18 x runs only when/,
    ],
  ])('%s', (_, steps, expected) => {
    const found = problems(steps);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });
});

describe('cycles are told as such', () => {
  it('a step that reads itself', () => {
    expect(problems(get('a', '    if: "size(steps.a.items) > 0"\n'))).toEqual([
      expect.stringMatching(/^6:15 cycle: a → a: a step cannot read its own result → use expect:/),
    ]);
  });
  it('a step that reads a later one', () => {
    expect(problems(get('a', '    if: "size(steps.b.items) > 0"\n') + get('b'))).toEqual([
      expect.stringMatching(/^6:15 cycle: a waits for b, which runs later.* → move b in front of this step/),
    ]);
  });
  it('steps that read each other', () => {
    const steps =
      get('a', '    if: "has(steps.c.items)"\n') +
      get('b', '    if: "has(steps.a.items)"\n') +
      get('c', '    if: "has(steps.b.items)"\n');
    expect(problems(steps)).toEqual([expect.stringMatching(/^6:14 cycle: a → c → b → a → move c/)]);
  });
});

function indent(steps: string): string {
  return steps.replace(/^(?=.)/gm, '      ');
}
