/** Inputs whose values a form looks up: what may be written, and what the select offers. */
import type { RunbookInput } from '../../src/domain/runbook/model.ts';
import { nameOptions } from '../../src/views/name-options.ts';
import { changed } from './catalog-fixture.ts';

const load = (inputs: string) =>
  changed({
    'architect/test.yaml': `name: Test\ninputs:\n${inputs}steps:\n  - kubernetes.get: { kind: pods, namespace: a }\n`,
  });
const NS = '  ns: { choose: namespaces }\n';
const DEP = '  dep: { choose: deployments, in: ns }\n';

test('namespaces, what stands in one, and the revisions of a deployment', () => {
  const { catalog, problems } = load(`${NS}${DEP}  rev: { type: integer, choose: revisions, in: ns, of: dep }\n`);
  expect(problems).toEqual([]);
  const found = catalog?.runbooks.find((r) => r.id === 'architect/test')?.inputs.map((i) => i.choose);
  expect(found).toEqual([
    { what: 'namespaces' },
    { what: 'deployments', in: 'ns' },
    { what: 'revisions', in: 'ns', of: 'dep' },
  ]);
});

test.each<[what: string, inputs: string, where: string, message: RegExp]>([
  ['what there is not', '  a: { choose: pods }\n', '3:16', /a|choose/],
  ['no namespace', '  dep: { choose: deployments }\n', '3:10', /choose: deployments needs in/],
  ['no deployment', `${NS}  rev: { choose: revisions, in: ns }\n`, '4:10', /choose: revisions needs of/],
  [
    'another input that is not there',
    '  dep: { choose: deployments, in: nss }\n  ns: {}\n',
    '3:35',
    /no other input "nss"/,
  ],
  ['itself', '  dep: { choose: deployments, in: dep }\n', '3:35', /no other input "dep"/],
  ['choices beside it', '  ns: { choose: namespaces, choices: [a] }\n', '3:9', /stands beside choices/],
  ['a number', '  ns: { type: integer, choose: namespaces }\n', '3:32', /namespaces are not whole numbers/],
  ['in, of nothing', '  ns: { in: a }\n  a: {}\n', '3:9', /says nothing here/],
])('refuses %s', (_, inputs, where, message) => {
  const [first] = load(inputs).problems;
  expect(`${first?.line}:${first?.column} ${first?.message}`).toMatch(message);
  expect(`${first?.line}:${first?.column}`).toBe(where);
  expect(first?.instead).not.toBe('');
});

describe('the select', () => {
  const input: RunbookInput = { name: 'ns', type: 'string', default: 'prod', pattern: '[a-z-]+' };
  const offered = (found: Parameters<typeof nameOptions>[1], typed = '') =>
    JSON.parse(JSON.stringify(nameOptions(input, found, typed))) as {
      options?: { value: string }[];
      option_groups?: { label: { text: string }; options: { value: string }[] }[];
    };
  const names = ['prod', 'prod-eu', 'staging'].map((value) => ({ value }));

  it('offers what is there, narrowed by what is typed, and what is typed where it fits the input', () => {
    expect(offered({ names }).options?.map((o) => o.value)).toEqual(['prod', 'prod-eu', 'staging']);
    expect(offered({ names }, 'PROD').options?.map((o) => o.value)).toEqual(['prod', 'prod-eu']);
    expect(offered({ names }, 'prod').options?.map((o) => o.value)).toEqual(['prod', 'prod-eu']);
    expect(offered({ names }, 'qa').options?.map((o) => o.value)).toEqual(['qa']);
  });

  it('holds Slack’s limits, whatever is there', () => {
    const many = Array.from({ length: 400 }, (_, n) => ({ value: `ns-${n}`, more: 'x'.repeat(200) }));
    const [group] = offered({ names: [...many, { value: 'y'.repeat(300) }] }, 'ns').option_groups ?? [];
    expect(group?.options).toHaveLength(100);
    expect(group?.label.text).toBe('The first 99 of 400: type to narrow them');
    expect(JSON.stringify(group)).not.toContain('y'.repeat(151));
  });

  it('says why there is nothing, and still takes what is typed or usual', () => {
    const [group] = offered({ why: 'it may not be looked up' }).option_groups ?? [];
    expect(group?.label.text).toBe('Type it: it may not be looked up');
    expect(group?.options.map((o) => o.value)).toEqual(['prod']);
    expect(offered({ why: 'x' }, 'qa').option_groups?.[0]?.options.map((o) => o.value)).toEqual(['qa']);
    expect(offered({ why: 'x' }, '42!')).toEqual({ options: [] });
  });
});
