/**
 * The role that ships is enough for every step of the shipped runbook, dry runs and the real change included, and nothing in it is
 * more than is needed. The same rules stand in three places: the chart's file, the chart's Role, and the file for kubectl.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { KubernetesCluster } from '../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { KubernetesObjects } from '../../src/adapters/kubernetes/kubernetes-objects.ts';
import { everyStep } from '../../src/domain/runbook/locate.ts';
import type { ActionStep } from '../../src/domain/runbook/model.ts';
import type { StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { Fault } from '../../src/ports/fault.ts';
import { CHART, type Manifest, render } from '../support/chart.ts';
import { shippedCatalog } from '../support/shipped-catalog.ts';
import { findHelm, need } from '../support/test-tools.ts';
import { NAME, NS, type SimulatedWorld, startWorld } from './sandbox-world.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const text = (path: string) => readFileSync(path, 'utf8');
const rules = parse(text(join(CHART, 'files/role-rules.yaml'))) as readonly Rule[];
const forKubectl = parseAllDocuments(text(new URL('../../deploy/kubernetes-role.yaml', import.meta.url).pathname)).map(
  (document) => document.toJS() as Manifest & { rules?: readonly Rule[] },
);
const helm = need(findHelm(), 'No helm: the Role of the chart is not rendered here.');

/** Every step of the shipped runbook that asks the cluster, also behind the options, and with which parameters. */
const [runbook] = shippedCatalog().runbooks;
const defaults = Object.fromEntries((runbook?.inputs ?? []).map((i) => [i.name, i.default]));
const steps = everyStep(runbook?.steps ?? [])
  .filter((s) => s.type === 'action')
  .filter(({ kind }) => kind.startsWith('kubernetes.'))
  .map(({ kind, params }) => ({
    name: kind,
    // Fewer lines of the logs: the right to them is the same.
    params: JSON.parse(
      JSON.stringify('tail' in params ? { ...params, tail: 2 } : params).replace(
        /\$\{\{ inputs\.(\w+) \}\}/g,
        (_, input) => String(defaults[input]),
      ),
    ) as ActionStep['params'],
  }));

let w: SimulatedWorld;
let dir: string;

beforeAll(async () => {
  w = await startWorld();
  w.sim.world.autoscale({ min: 1, max: 20, targetCpuPercent: 80 });
  w.sim.world.oom();
  dir = mkdtempSync(join(tmpdir(), 'role-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await w.sim.close();
});

/** What each step comes to for somebody with these rules: what a person would be shown of it, or why it failed. */
async function powers(given: readonly Rule[]): Promise<Record<string, string>> {
  // More than the runbook wants, so that scaling is down: then the disruption budget is worth a note.
  w.sim.world.someoneElse.scales(16);
  w.sim.world.setUser({
    name: 'shipped',
    token: 'shipped-role-token',
    rules: given.map((rule) => ({ ...rule, namespaces: [NS] })),
  });
  const file = join(dir, 'kubeconfig');
  writeFileSync(file, w.sim.kubernetes.kubeconfig('shipped'));
  const cluster = new KubernetesCluster({ kubeconfig: file, timeout: 5_000, now: () => w.clock.now() });
  const nothing = { query: async () => [], get: async () => undefined } as unknown as StepPorts['web'];
  const objects = new KubernetesObjects({ kubeconfig: file, timeout: 5_000, now: () => w.clock.now() });
  const none = nothing as unknown as never;
  const ports: StepPorts = {
    cluster,
    objects,
    changes: none,
    evictions: none,
    containers: none,
    web: none,
    metrics: none,
    certificates: none,
    commands: none,
    sql: none,
    statements: none,
    cache: none,
  };
  const carriedOut = async ({ name, params }: (typeof steps)[number]): Promise<string> => {
    const kind = kindOf(name);
    if (!kind) throw new Error(name);
    if ('read' in kind)
      return `${Object.keys(await kind.read(params, ports, { timeout: 5_000, now: w.clock.now(), since: w.clock.now() })).length > 0}`;
    if (!kind.mutates) throw new Error(`${name} asks no cluster`);
    const planned = await kind.plan(params, ports, { now: w.clock.now(), key: 'run/1/plan/1' });
    if ('refused' in planned) throw new Error(planned.refused);
    const noted = [/Autoscaler/, /Disruption budget/].filter((n) => n.test(planned.notes.join('\n')));
    if (name !== 'kubernetes.scale') return `planned, notes: ${noted.join()}`;
    const plan = { ...planned, run: 1, step: '1', attempt: 1, kind: name, params, runbook: 'x', requester: 'ada' };
    const { kind: done } = await kind.execute(plan, ports, { key: `run/${w.clock.now()}/1`, late: false });
    return `${done}, notes: ${noted.join()}`;
  };
  const out: Record<string, string> = {};
  for (const step of steps) {
    out[step.name] = await carriedOut(step).catch((e: unknown) => (e instanceof Fault ? e.code : Promise.reject(e)));
    w.pass(1);
  }
  await cluster.close();
  return out;
}

const everything = {
  'kubernetes.get': 'true',
  'kubernetes.events': 'true',
  'kubernetes.logs': 'true',
  'kubernetes.rolloutRestart': 'planned, notes: ',
  'kubernetes.rolloutUndo': 'planned, notes: ',
  'kubernetes.scale': 'done, notes: /Autoscaler/,/Disruption budget/',
  'kubernetes.rolloutStatus': 'true',
};

it('is enough for every step of the shipped runbook', async () => {
  expect(await powers(rules)).toEqual(everything);
});

it('has no verb that is not needed: without any one of them a step fails or an approver is told less', async () => {
  const lost: Record<string, string[]> = {};
  for (const [i, rule] of rules.entries()) {
    for (const verb of rule.verbs) {
      const less = rules.map((r, n) => (n === i ? { ...r, verbs: r.verbs.filter((v) => v !== verb) } : r));
      const can = await powers(less);
      lost[`${verb} ${rule.resources}`] = Object.entries(everything)
        .filter(([name, what]) => can[name] !== what)
        .map(([name]) => `${name}: ${can[name]}`);
    }
  }
  const scale = 'kubernetes.scale: done, notes:';
  const no = (...names: string[]) => names.map((name) => `kubernetes.${name}: kubernetes.forbidden`);
  const changes = ['rolloutRestart', 'rolloutUndo', 'scale'];
  expect(lost).toEqual({
    'get deployments': no('logs', ...changes, 'rolloutStatus'),
    'patch deployments': no(...changes),
    'list replicasets': no(...changes, 'rolloutStatus'),
    'list pods': no('get', 'logs'),
    'get pods/log': no('logs'),
    'list events': no('events'),
    'list horizontalpodautoscalers': [`${scale} /Disruption budget/`],
    'list poddisruptionbudgets': [`${scale} /Autoscaler/`],
  });
});

it('names its resources one by one: no wildcard, no secrets, no exec, nothing of the whole cluster', () => {
  for (const rule of rules) {
    expect(rule.resources).toHaveLength(1);
    const words = [...rule.apiGroups, ...rule.resources, ...rule.verbs];
    for (const never of ['*', 'secrets', 'pods/exec', 'create', 'delete']) expect(words).not.toContain(never);
  }
});

it('is what step kinds say beforehand that they need', () => {
  const needed = steps.flatMap(({ name, params }) => kindOf(name)?.needs(params) ?? []);
  const rights = needed.map((n) =>
    n.on === 'cluster' ? `${n.right.verb} ${n.right.apiGroup}/${n.right.resource}` : '',
  );
  const given = rules.flatMap((r) => r.verbs.map((verb) => `${verb} ${r.apiGroups}/${r.resources}`));
  expect([...new Set(rights)].sort()).toEqual(given.sort());
});

it('is the same for those who use kubectl', () => {
  expect(forKubectl.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Role', 'RoleBinding']);
  expect(forKubectl[1]?.rules).toEqual(rules);
});

(helm ? describe : describe.skip)('the Role of the chart', () => {
  const role = (values: object) => {
    const objects = render(helm ?? '', { namespaces: [{ name: NS, ...values }] });
    expect(objects.filter(({ kind }) => kind.startsWith('Cluster'))).toEqual([]);
    const [binding] = objects.filter(({ kind }) => kind === 'RoleBinding');
    expect(binding).toMatchObject({
      metadata: { namespace: NS },
      roleRef: { kind: 'Role', name: 'tocsin' },
      subjects: [{ kind: 'ServiceAccount', name: 'tocsin', namespace: 'ops' }],
    });
    const [found, ...more] = objects.filter(({ kind }) => kind === 'Role') as (Manifest & { rules: readonly Rule[] })[];
    expect([found?.metadata.namespace, more]).toEqual([NS, []]);
    return found?.rules ?? [];
  };
  const forbidden = {
    ...everything,
    'kubernetes.rolloutRestart': 'kubernetes.forbidden',
    'kubernetes.rolloutUndo': 'kubernetes.forbidden',
    'kubernetes.scale': 'kubernetes.forbidden',
  };

  it('is the same', () => {
    expect(role({})).toEqual(rules);
  });

  it('lets programs be run in containers only where somebody switched that on', () => {
    const exec = { apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] };
    expect(role({ exec: false })).toEqual(rules);
    expect(role({ exec: true })).toEqual([...rules, exec]);
    expect(role({ exec: true, lookOnly: true })).not.toContainEqual(exec);
  });

  it('only looks where it was told so', async () => {
    expect(await powers(role({ lookOnly: true }))).toEqual(forbidden);
  });

  it('changes only the deployments that were named', async () => {
    expect(await powers(role({ deployments: [NAME] }))).toEqual(everything);
    expect(await powers(role({ deployments: ['another'] }))).toEqual(forbidden);
  });

  it('is nowhere when no namespace was named', () => {
    const kinds = render(helm ?? '').map(({ kind }) => kind);
    expect(kinds).not.toContain('Role');
    expect(kinds).not.toContain('RoleBinding');
  });
});
