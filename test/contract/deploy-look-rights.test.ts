/** The rights to look that ship apart: enough for looks at every kind of object, each needed, the same for the chart and for kubectl. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { KubernetesCluster } from '../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { KubernetesObjects } from '../../src/adapters/kubernetes/kubernetes-objects.ts';
import type { Params } from '../../src/domain/runbook/model.ts';
import type { StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { Fault } from '../../src/ports/fault.ts';
import { CLUSTER_WIDE, OBJECT_KINDS } from '../../src/ports/objects.ts';
import { CHART, type Manifest, render } from '../support/chart.ts';
import { findHelm, need } from '../support/test-tools.ts';
import { NS, type SimulatedWorld, startWorld } from './sandbox-world.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
type Ruled = Manifest & { readonly rules?: readonly Rule[] };

const deploy = new URL('../../deploy/', import.meta.url).pathname;
const ofChart = (file: string) => parse(readFileSync(join(CHART, 'files', file), 'utf8')) as readonly Rule[];
const ofKubectl = (file: string) =>
  parseAllDocuments(readFileSync(join(deploy, file), 'utf8')).map((d) => d.toJS() as Ruled);
const base = ofChart('role-rules.yaml');
const looks = ofChart('look-rules.yaml');
const nodes = ofChart('node-rules.yaml');
const helm = need(findHelm(), 'No helm: the rights to look of the chart are not rendered here.');

const spoken = (rule: Rule) => rule.verbs.map((v) => `${v} ${rule.apiGroups}/${rule.resources}`);

/** A look at every kind of object, and at what is used. */
const LOOKS: readonly (readonly [string, Params])[] = [
  ...OBJECT_KINDS.map((kind) => ['kubernetes.get', { kind, namespace: NS }] as const),
  ['kubernetes.top', { of: 'pods', namespace: NS }],
  ['kubernetes.top', { of: 'nodes', namespace: NS }],
];
const isOfNodes = ([, { kind, of }]: (typeof LOOKS)[number]) =>
  of === 'nodes' || CLUSTER_WIDE.some((wide) => wide === kind);

let w: SimulatedWorld;
let dir: string;
beforeAll(async () => {
  w = await startWorld();
  dir = mkdtempSync(join(tmpdir(), 'looks-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await w.sim.close();
});

/** What cannot be looked at with these rules. */
async function hidden(here: readonly Rule[], wide: readonly Rule[]): Promise<readonly string[]> {
  const rules = [...here.map((r) => ({ ...r, namespaces: [NS] })), ...wide];
  w.sim.world.setUser({ name: 'looks', token: 'looks-token', rules });
  const kubeconfig = join(dir, 'kubeconfig');
  writeFileSync(kubeconfig, w.sim.kubernetes.kubeconfig('looks'));
  const objects = new KubernetesObjects({ kubeconfig, timeout: 30_000 });
  const cluster = new KubernetesCluster({ kubeconfig, timeout: 30_000 });
  const ports = { objects, cluster } as unknown as StepPorts;
  const out: string[] = [];
  for (const [name, params] of LOOKS) {
    const kind = kindOf(name);
    if (!kind || !('read' in kind)) throw new Error(name);
    try {
      await kind.read(params, ports, { timeout: 30_000, now: w.clock.now(), since: w.clock.now() });
    } catch (e) {
      if (!(e instanceof Fault) || e.code !== 'kubernetes.forbidden') throw e;
      out.push(`${name} ${params.kind ?? params.of}`);
    }
  }
  await objects.close();
  await cluster.close();
  return out;
}

it('with them every kind can be looked at, without them only what a shipped runbook needs', async () => {
  expect(await hidden([...base, ...looks], nodes)).toEqual([]);
  expect(await hidden([...base, ...looks], [])).toEqual(['kubernetes.get nodes', 'kubernetes.top nodes']);
  const seen = ['replicasets', 'pods', 'horizontalpodautoscalers', 'poddisruptionbudgets'];
  const rest = OBJECT_KINDS.filter((k) => !seen.includes(k)).map((k) => `kubernetes.get ${k}`);
  expect(await hidden(base, [])).toEqual([...rest, 'kubernetes.top pods', 'kubernetes.top nodes']);
});

it.each([...looks, ...nodes].map((rule) => [spoken(rule).join(), rule] as const))(
  'without %s exactly those looks fail that need it',
  async (_name, rule) => {
    const without = (rules: readonly Rule[]) => rules.filter((r) => r !== rule);
    const expected = LOOKS.filter(([name, params]) =>
      kindOf(name)
        ?.needs(params)
        .some(
          (n) => n.on === 'cluster' && spoken(rule).includes(`${n.right.verb} ${n.right.apiGroup}/${n.right.resource}`),
        ),
    ).map(([name, params]) => `${name} ${params.kind ?? params.of}`);
    expect(expected).not.toEqual([]);
    expect(await hidden([...base, ...without(looks)], without(nodes))).toEqual(expected);
  },
);

it('they are what the kinds say that they need, and stand nowhere twice', () => {
  const rightsOf = (some: typeof LOOKS) =>
    some.flatMap(([name, params]) =>
      (kindOf(name)?.needs(params) ?? []).flatMap((n) =>
        n.on === 'cluster' ? [`${n.right.verb} ${n.right.apiGroup}/${n.right.resource}`] : [],
      ),
    );
  const known = base.flatMap(spoken);
  const more = [...new Set(rightsOf(LOOKS.filter((l) => !isOfNodes(l))))].filter((r) => !known.includes(r));
  expect(looks.flatMap(spoken).sort()).toEqual(more.sort());
  expect(nodes.flatMap(spoken).sort()).toEqual([...new Set(rightsOf(LOOKS.filter(isOfNodes)))].sort());
});

it('they only list, name their resources one by one, and never a Secret', () => {
  for (const rule of [...looks, ...nodes]) {
    expect([rule.verbs, rule.resources.length, rule.apiGroups.length]).toEqual([['list'], 1, 1]);
    expect([...rule.resources, ...rule.apiGroups]).not.toContain('secrets');
    expect([...rule.resources, ...rule.apiGroups]).not.toContain('*');
  }
});

it('they are the same for those who use kubectl', () => {
  const here = ofKubectl('kubernetes-look-role.yaml');
  expect(here.map((m) => m.kind)).toEqual(['Role', 'RoleBinding']);
  expect(here[0]?.rules).toEqual(looks);
  const wide = ofKubectl('kubernetes-node-role.yaml');
  expect(wide.map((m) => m.kind)).toEqual(['ClusterRole', 'ClusterRoleBinding']);
  expect(wide[0]?.rules).toEqual(nodes);
});

(helm ? describe : describe.skip)('in the chart', () => {
  const rendered = (values: object) => render(helm ?? '', values) as readonly Ruled[];

  it('a namespace is looked around in when it says so', () => {
    const two = rendered({ namespaces: [{ name: 'a', lookAround: true, lookOnly: true }, { name: 'b' }] });
    const roles = two.filter((m) => m.kind === 'Role');
    const changes = (r: Rule) => r.verbs.includes('patch');
    expect(roles.map((r) => [r.metadata.namespace, r.rules])).toEqual([
      ['a', [...base.filter((r) => !changes(r)), ...looks]],
      ['b', base],
    ]);
  });

  it('nodes are looked at when it says so, with names of its own in the cluster', () => {
    const wide = rendered({ lookAtNodes: true }).filter((m) => m.kind.startsWith('Cluster'));
    expect(wide).toMatchObject([
      { kind: 'ClusterRole', metadata: { name: 'ops-tocsin-nodes' }, rules: nodes },
      {
        kind: 'ClusterRoleBinding',
        metadata: { name: 'ops-tocsin-nodes' },
        roleRef: { kind: 'ClusterRole', name: 'ops-tocsin-nodes' },
        subjects: [{ kind: 'ServiceAccount', name: 'tocsin', namespace: 'ops' }],
      },
    ]);
    expect(rendered({}).filter((m) => m.kind.startsWith('Cluster'))).toEqual([]);
  });

  it('acts in the name of exactly those who are listed', () => {
    const wide = rendered({ impersonate: ['alice@example.com'] }).filter((m) => m.kind.startsWith('Cluster'));
    expect(wide).toMatchObject([
      {
        kind: 'ClusterRole',
        metadata: { name: 'ops-tocsin-names' },
        rules: [
          { apiGroups: [''], resources: ['users'], verbs: ['impersonate'], resourceNames: ['alice@example.com'] },
        ],
      },
      { kind: 'ClusterRoleBinding', roleRef: { name: 'ops-tocsin-names' } },
    ]);
    expect(() => rendered({ impersonate: ['system:admin'] })).toThrow();
  });
});
