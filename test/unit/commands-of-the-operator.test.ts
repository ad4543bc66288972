/** The operator's allow-list: what it takes, what it refuses, and that an argument never becomes more than one argument. */
import { argvOf } from '../../src/domain/command/argv.ts';
import type { CommandDefinition } from '../../src/domain/command/model.ts';
import { readCommands } from '../../src/domain/command/read.ts';
import { misfit } from '../../src/lib/argument-rule.ts';
import { type FileIssue, openSource } from '../../src/lib/yaml/source.ts';
import { ARGUMENTS } from '../corpora/arguments.ts';

const read = (yaml: string) => {
  const issues: FileIssue[] = [];
  const source = openSource('org/commands.yaml', yaml, issues);
  const file = source && readCommands(source);
  return { file, told: issues.map((i) => `${i.line}: ${i.message} → ${i.instead}`) };
};
const one = (body: string) =>
  `commands:\n  x:\n    does: Something\n    effect: change\n${body.replace(/^/gm, '    ')}\n`;

test('what it takes, with what is usual filled in', () => {
  const { file, told } = read(`binaries:
  helm: /usr/local/bin/helm
  aws: { file: /usr/local/bin/aws, environment: { AWS_SECRET_ACCESS_KEY: "secret:AWS_SECRET_ACCESS_KEY" } }
commands:
  unit-status: { does: How a unit stands, run: [/usr/bin/systemctl, show, "\${{ unit }}"], arguments: { unit: { oneOf: [a.service] } }, effect: read }
  restart-unit:
    does: Restart a unit
    run: [/usr/bin/systemctl, restart, "--no-ask-password", "\${{ unit }}"]
    arguments: { unit: { oneOf: [a.service, b.service] } }
    effect: change
    before: unit-status
    environment: { AWS_KEY: "secret:AWS_KEY" }
`);
  expect(told).toEqual([]);
  expect(file?.binaries).toEqual({
    helm: { file: '/usr/local/bin/helm', environment: {} },
    aws: { file: '/usr/local/bin/aws', environment: { AWS_SECRET_ACCESS_KEY: 'secret:AWS_SECRET_ACCESS_KEY' } },
  });
  expect(file?.commands['restart-unit']).toMatchObject({ risk: 'high', timeout: 60_000, before: 'unit-status' });
});

test.each([
  [one('run: [systemctl]'), /absolute path/],
  [one('run: [/usr/../bin/x]'), /absolute path|hold \.\./],
  [one('run: [/bin/sh, -c, "rm -rf /"]'), /runs whatever it is given/],
  [one('run: [/usr/bin/env, x]'), /runs whatever it is given/],
  [one('run: [/usr/bin/python3, x.py]'), /runs whatever it is given/],
  [one('run: [/usr/bin/x, "a ${{ unit }}"]'), /must be the whole argument/],
  [one('run: [/usr/bin/x, "${{ unit }}"]'), /there is no argument unit/],
  [one('run: [/usr/bin/x]\narguments: { unit: { oneOf: [a] } }'), /stands nowhere in run/],
  [one('run: [/usr/bin/x, "${{ u }}"]\narguments: { u: { pattern: ".*" } }'), /takes anything/],
  [one('run: [/usr/bin/x, "${{ u }}"]\narguments: { u: { pattern: "(a+)+" } }'), /repeat a group/],
  [one('run: [/usr/bin/x, "${{ u }}"]\narguments: { u: { pattern: "[" } }'), /not a regular expression/],
  [one('run: [/usr/bin/x]\nbefore: y'), /there is no command y/],
  [one('run: [/usr/bin/x]\nbefore: x'), /x changes something/],
  [one('run: [/usr/bin/x]\nshell: true'), /shell/],
  [one('run: [/usr/bin/x]\nenvironment: { path: a }'), /Invalid key|name of a variable/],
  ['binaries: { helm: helm }', /absolute path/],
])('%j is refused with what to do', (yaml, why) => {
  expect(read(yaml).told.join('\n')).toMatch(why);
});

const definition: CommandDefinition = {
  ...{ name: 'x', does: 'x', effect: 'change', risk: 'high', timeout: 1, environment: {} },
  run: ['/usr/bin/x', '--unit', '${{ unit }}', '${{ n }}'],
  arguments: {
    unit: { kind: 'pattern', pattern: '[a-z][a-z0-9-]{0,30}\\.service' },
    n: { kind: 'integer', min: 1, max: 9 },
  },
};

test('the argv is exactly the parts, whatever is in them', () => {
  expect(argvOf(definition, { unit: 'a-b.service', n: 3 })).toEqual({
    argv: ['/usr/bin/x', '--unit', 'a-b.service', '3'],
  });
  expect(argvOf(definition, { unit: 'a.service' })).toEqual({ refused: 'x needs the argument n' });
  expect(argvOf(definition, { unit: 'a.service', n: 1, m: 2 })).toEqual({
    refused: expect.stringContaining('no argument m'),
  });
  expect(argvOf(definition, { unit: 'a.service', n: 10 })).toEqual({ refused: expect.stringContaining('1 to 9') });
});

test(`${ARGUMENTS.length} hostile arguments are refused`, () => {
  expect(ARGUMENTS.length).toBeGreaterThanOrEqual(100);
  for (const value of ARGUMENTS) {
    expect({ value, argv: argvOf(definition, { unit: value, n: 1 }) }).toEqual({
      value,
      argv: { refused: expect.any(String) },
    });
    expect({ value, n: misfit({ kind: 'integer', min: 1, max: 9 }, value) }).toEqual({ value, n: expect.any(String) });
    expect(misfit({ kind: 'one-of', values: ['a.service'] }, value)).toEqual(expect.any(String));
  }
});
