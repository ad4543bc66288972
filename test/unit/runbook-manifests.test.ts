/** A manifest in a file of its own: read with the runbook that applies it, and every mistake told where it stands. */
import { check } from '../../src/domain/check/check.ts';
import { compile } from '../../src/domain/compile.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';
import { ofOneService, sha256 } from './catalog-fixture.ts';

const RUNBOOK = 'architect/test.yaml';
const FILE = 'architect/web.manifest.yaml';
const WEB = `apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: prod, labels: { version: 1.10 } }
data: { greeting: hello }
`;
const applying = (params: string) => `name: Test\nsteps:\n  - kubernetes.apply: ${params}\n`;
const changed = (files: Readonly<Record<string, string>>) =>
  compile(new Map([...ofOneService(), ...Object.entries(files)]), stepKinds, sha256);
const load = (params: string, manifest?: string) =>
  changed({ [RUNBOOK]: applying(params), ...(manifest === undefined ? {} : { [FILE]: manifest }) });

test('what stands in the file is what the step applies; texts stay texts', () => {
  const { catalog, problems } = load('{ file: web.manifest.yaml, force: true }', WEB);
  expect(problems).toEqual([]);
  expect(catalog?.runbooks.find((r) => r.id === 'architect/test')?.steps).toMatchObject([
    {
      params: {
        force: true,
        manifest: {
          kind: 'ConfigMap',
          metadata: { name: 'web', labels: { version: '1.10' } },
          data: { greeting: 'hello' },
        },
      },
    },
  ]);
});

test.each<[what: string, params: string, manifest: string | undefined, file: string, line: number, message: RegExp]>([
  [
    'a file that is not there',
    '{ file: wep.manifest.yaml }',
    undefined,
    RUNBOOK,
    3,
    /there is no such manifest beside/,
  ],
  ['a file elsewhere', '{ file: ../../etc/passwd }', undefined, RUNBOOK, 3, /there is no such manifest beside/],
  ['a file of another service', '{ file: ../org/web.manifest.yaml }', undefined, RUNBOOK, 3, /no such manifest/],
  ['a file by an expression', '{ file: "${{ run.id }}" }', undefined, RUNBOOK, 3, /no such manifest/],
  ['nothing at all', '{ force: true }', undefined, RUNBOOK, 3, /write the manifest, or name its file/],
  ['both', '{ file: web.manifest.yaml, manifest: {} }', WEB, RUNBOOK, 3, /stands beside manifest/],
  [
    'a kind nobody may apply',
    '{ file: web.manifest.yaml }',
    WEB.replace('ConfigMap', 'Secret'),
    FILE,
    2,
    /not a kind that can be/,
  ],
  [
    'a name that is none',
    '{ file: web.manifest.yaml }',
    WEB.replace('name: web', 'name: Web!'),
    FILE,
    3,
    /name of an object/,
  ],
  ['a state', '{ file: web.manifest.yaml }', `${WEB}status: {}\n`, FILE, 5, /written by the cluster/],
  [
    'an expression in it',
    '{ file: web.manifest.yaml }',
    WEB.replace('hello', '"${{ inputs.x }}"'),
    FILE,
    4,
    /holds no expression/,
  ],
  ['two objects', '{ file: web.manifest.yaml }', `${WEB}---\n${WEB}`, FILE, 5, /document/],
])('%s', (_, params, manifest, file, line, message) => {
  const { problems } = load(params, manifest);
  expect(problems).toEqual(
    expect.arrayContaining([expect.objectContaining({ file, line, message: expect.stringMatching(message) })]),
  );
  expect(problems.every((p) => p.instead !== '')).toBe(true);
});

test('a manifest that nothing applies does nothing, which is told', () => {
  const { problems } = changed({ [FILE]: WEB });
  expect(problems).toMatchObject([{ file: FILE, message: expect.stringMatching(/no runbook beside it applies/) }]);
});

test('an image whose tag moves is a hazard there too', () => {
  const cron = `apiVersion: batch/v1
kind: CronJob
metadata: { name: web, namespace: prod }
spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: a, image: "shop/web:latest" }] } } } } }
`;
  const files = ofOneService();
  files.set(RUNBOOK, applying('{ file: web.manifest.yaml }')).set(FILE, cron);
  const { catalog } = compile(files, stepKinds, sha256);
  const found = check({ catalog: catalog!, files, kinds: stepKinds, now: Date.UTC(2026, 10, 27) });
  expect(found.filter((f) => f.rule.id === 'H17')).toMatchObject([{ file: FILE, line: 4, what: 'shop/web:latest' }]);
});
