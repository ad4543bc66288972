/** What a step kind says it needs of the cluster is enough for it, and nothing of it can be left out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubernetesChanges } from '../../src/adapters/kubernetes/kubernetes-changes.ts';
import { KubernetesCluster } from '../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { KubernetesEvictions } from '../../src/adapters/kubernetes/kubernetes-evictions.ts';
import { KubernetesObjects } from '../../src/adapters/kubernetes/kubernetes-objects.ts';
import type { Params } from '../../src/domain/runbook/model.ts';
import type { ClusterRight } from '../../src/domain/runbook/needs.ts';
import type { StepKind } from '../../src/domain/runbook/step-kind.ts';
import { STEP_KINDS } from '../../src/domain/runbook/steps/index.ts';
import { Fault } from '../../src/ports/fault.ts';
import { simulatedPrograms } from '../support/simulated-programs.ts';
import { NS, type SimulatedWorld, startWorld } from './sandbox-world.ts';
import { containersOf } from './support/containers.ts';

const { commands: programs } = simulatedPrograms();
let w: SimulatedWorld;
let dir: string;
beforeAll(async () => {
  w = await startWorld();
  w.sim.world.autoscale({ min: 1, max: 20, targetCpuPercent: 80 });
  w.sim.world.oom();
  w.sim.world.someoneElse.cordons('node-b');
  dir = mkdtempSync(join(tmpdir(), 'needs-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await w.sim.close();
});

const inCluster = STEP_KINDS.flatMap((kind) =>
  kind.examples.flatMap(({ means, params }) => {
    const rights = kind
      .needs(params)
      .flatMap((n) => (n.on === 'cluster' ? [{ ...n.right, namespace: n.namespace }] : []));
    return rights.length > 0 ? [{ kind, means, params, rights }] : [];
  }),
);

type Asked = ClusterRight & { readonly namespace: string };

/** `done`, or the code of the Fault, with exactly these rights. */
async function carriedOut(kind: StepKind, params: Params, rights: readonly Asked[]): Promise<string> {
  const rules = rights.map((r) => ({
    apiGroups: [r.apiGroup],
    resources: [r.resource],
    verbs: [r.verb],
    // Nodes stand in no namespace, and their pods in all of them.
    ...(r.namespace === '' ? {} : { namespaces: [NS] }),
  }));
  w.sim.world.setUser({ name: 'narrow', token: 'narrow-token', rules });
  const file = join(dir, 'kubeconfig');
  writeFileSync(file, w.sim.kubernetes.kubeconfig('narrow'));
  const cluster = new KubernetesCluster({ kubeconfig: file, timeout: 30_000, now: () => w.clock.now() });
  const objects = new KubernetesObjects({ kubeconfig: file, timeout: 30_000, now: () => w.clock.now() });
  const changes = new KubernetesChanges({ kubeconfig: file, timeout: 30_000 });
  const evictions = new KubernetesEvictions({ kubeconfig: file, timeout: 30_000 });
  const containers = containersOf(file);
  const unused = undefined as unknown as never;
  const ports = {
    cluster,
    objects,
    changes,
    evictions,
    containers,
    metrics: { query: async () => [] },
    web: unused,
    certificates: unused,
    commands: programs,
    sql: unused,
    statements: unused,
    cache: unused,
  };
  try {
    if ('read' in kind) await kind.read(params, ports, { timeout: 30_000, now: w.clock.now(), since: w.clock.now() });
    // The plan's dry run needs what the change needs.
    else if (kind.mutates) await kind.plan(params, ports, { now: w.clock.now(), key: 'run/1/step/1' });
    return 'done';
  } catch (e) {
    if (e instanceof Fault) return e.code;
    throw e;
  } finally {
    await cluster.close();
    await objects.close();
    await changes.close();
    await evictions.close();
    await containers.close();
  }
}

it('every kind for Kubernetes says what it needs', () => {
  const named = new Set(inCluster.map(({ kind }) => kind.name));
  expect(STEP_KINDS.map((k) => k.name).filter((n) => n.startsWith('kubernetes.') && !named.has(n))).toEqual([]);
});

it.each(inCluster.map((c) => [`${c.kind.name}: ${c.means}`, c] as const))(
  '%s',
  async (_name, { kind, params, rights }) => {
    const needed = rights.filter((r) => r.otherwise === undefined);
    expect(await carriedOut(kind, params, needed)).toBe('done');
    for (const right of needed) {
      const rest = needed.filter((r) => r !== right);
      expect({ right, comes: await carriedOut(kind, params, rest) }).toEqual({ right, comes: 'kubernetes.forbidden' });
    }
    // What may be missing is asked for all the same, and its absence is survived.
    for (const right of rights.filter((r) => r.otherwise !== undefined)) {
      expect(await carriedOut(kind, params, [...needed, right])).toBe('done');
    }
  },
);
