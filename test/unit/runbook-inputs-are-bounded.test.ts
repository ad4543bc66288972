/** What a runbook asks to be given, and what happens to values that do not fit. */

import { fitInput, readInputs } from '../../src/domain/runbook/fit-input.ts';
import { loadRunbook } from '../../src/domain/runbook/load.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';
import type { FileIssue } from '../../src/lib/yaml/source.ts';
import { Play, runbookOf, sha256 } from './run-play.ts';

function load(input: string) {
  const issues: FileIssue[] = [];
  const content = `name: T\ninputs:\n  a: ${input}\nsteps:\n  - prometheus.query: 'up'\n`;
  const context = { service: 's', serviceKeys: [], severities: undefined, groups: [], kinds: stepKinds, sha256 };
  const runbook = loadRunbook('s/t.yaml', content, context, issues);
  return { runbook, told: issues.map((i) => `${i.message} → ${i.instead}`).join('\n') };
}

function inputOf(written: string) {
  const { runbook, told } = load(written);
  const input = runbook?.inputs[0];
  if (!input) throw new Error(told);
  return input;
}

describe.each([
  ['{ choices: [eu, us] }', ['eu', ' us '], ['asia', 'EU', ''], 'one of eu, us'],
  ['{ type: integer, min: 1, max: 50 }', ['1', 50, ' 7 '], ['0', -1], '1 or more'],
  ['{ type: integer, max: 50 }', ['-3'], ['51', 51], '50 or less'],
  ['{ type: integer, choices: [1, 3] }', ['3', 1], ['2'], 'one of 1, 3'],
  ["{ pattern: 'v[0-9]+' }", ['v12', ' v12 '], ['12'], 'like v[0-9]+'],
])('%s', (written, good, bad, must) => {
  it.each(good)('takes %j', (value) => expect(fitInput(inputOf(written), value)).toHaveProperty('value'));
  it.each(bad)('refuses %j and says what it must be', (value) =>
    expect(fitInput(inputOf(written), value)).toEqual({ must }),
  );
});

it('a pattern is for the whole text', () => {
  const input = inputOf("{ pattern: 'v[0-9]+' }");
  for (const odd of ['xv12', 'v12x', 'v12\nx']) expect(fitInput(input, odd)).toEqual({ must: 'like v[0-9]+' });
});

it.each([
  ['{ min: 1 }', /min is for whole numbers → add type: integer/],
  ["{ type: integer, pattern: '1' }", /pattern is for texts/],
  ['{ type: integer, min: 5, max: 1 }', /no number is 5 or more and 1 or less/],
  ['{ type: integer, choices: [a] }', /choices of a are not all whole numbers/],
  ['{ choices: [1] }', /choices of a are not all texts/],
  ['{ choices: [a, a] }', /written twice/],
  ['{ type: boolean, choices: [a] }', /choices already/],
  ['{ choices: [a, b], default: c }', /the default of a must be one of a, b/],
  ['{ type: integer, max: 3, default: 4 }', /the default of a must be 3 or less/],
  ["{ pattern: '(a+)+' }", /must not repeat a group/],
  ["{ pattern: '[' }", /not a regular expression/],
])('a file that asks for %s is refused when it is loaded', (written, expected) =>
  expect(load(written).told).toMatch(expected),
);

it('a run with a value that does not fit changes nothing, and says every reason', () => {
  const runbook = runbookOf(
    "  - kubernetes.scale: { namespace: prod, deployment: api, replicas: '${{ inputs.n }}' }\n",
  );
  const bounded = { ...runbook, inputs: runbook.inputs.map((i) => (i.name === 'n' ? { ...i, max: 20 } : i)) };
  expect(readInputs(bounded, { n: '21', x: '1' }).problems).toEqual([
    'there is no input x; there is ns, n',
    'input n must be 20 or less',
  ]);
  const play = Play.started(bounded, { inputs: { n: '21' } });
  expect(play.state).toMatchObject({ status: 'failed', failure: 'input n must be 20 or less' });
  expect(play.effectsOf('step.plan')).toEqual([]);
});
