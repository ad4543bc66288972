/** The role that ships is enough for everything the cluster port does, and nothing in it is more than is needed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { KubernetesCluster } from '../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { Fault } from '../../src/ports/fault.ts';
import { NAME, NS, type SimulatedWorld, startWorld } from './sandbox-world.ts';

// Days of simulated history are lived through at the start.

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const objects = parseAllDocuments(
  readFileSync(new URL('../../deploy/kubernetes-role.yaml', import.meta.url), 'utf8'),
).map((document) => document.toJS() as { kind: string; metadata: { name: string }; rules?: readonly Rule[] });
const rules = objects.find(({ kind }) => kind === 'Role')?.rules ?? [];

let w: SimulatedWorld;
let dir: string;

beforeAll(async () => {
  w = await startWorld();
  w.sim.world.someoneElse.scales(1);
  w.sim.world.autoscale({ min: 1, max: 20, targetCpuPercent: 80 });
  w.sim.world.oom();
  dir = mkdtempSync(join(tmpdir(), 'role-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await w.sim.close();
});

/** What each use of the port comes to for somebody with these rules. */
async function powers(given: readonly Rule[]): Promise<Record<string, string>> {
  w.sim.world.setUser({
    name: 'shipped',
    token: 'shipped-role-token',
    rules: given.map((rule) => ({ ...rule, namespaces: [NS] })),
  });
  const file = join(dir, 'kubeconfig');
  writeFileSync(file, w.sim.kubernetes.kubeconfig('shipped'));
  const cluster = new KubernetesCluster({ kubeconfig: file, timeout: 5_000, now: () => w.clock.now() });
  const { resourceVersion } = live().metadata;
  const change = { namespace: NS, name: NAME, key: 'run/1/step/2', resourceVersion };
  const uses: Record<string, () => Promise<string>> = {
    pods: async () => `${(await cluster.pods(NS)).length > 0}`,
    'pods of a deployment': async () => `${(await cluster.pods(NS, NAME)).length > 0}`,
    events: async () => `${(await cluster.events(NS, 5)).length > 0}`,
    logs: async () => `${(await cluster.logs(NS, NAME, 1)).length > 0}`,
    deployment: async () => {
      const d = await cluster.deployment(NS, NAME);
      return [
        d.revisions.length > 0,
        d.autoscaler?.max ?? 'hidden',
        d.disruptionBudget?.minAvailable ?? 'hidden',
      ].join();
    },
    change: async () => {
      await cluster.change({ ...change, set: { replicas: 12 } }, { dryRun: true });
      return 'true';
    },
  };
  const out: Record<string, string> = {};
  for (const [name, use] of Object.entries(uses)) {
    out[name] = await use().catch((e: unknown) => (e instanceof Fault ? e.code : Promise.reject(e)));
  }
  await cluster.close();
  return out;
}

const live = () => {
  const deployment = w.sim.world.deployment();
  if (!deployment) throw new Error('the world has no deployment');
  return deployment;
};

const everything = {
  pods: 'true',
  'pods of a deployment': 'true',
  events: 'true',
  logs: 'true',
  deployment: 'true,20,60%',
  change: 'true',
};

it('is enough', async () => {
  expect(await powers(rules)).toEqual(everything);
});

it('has no verb that is not needed', async () => {
  expect(rules.length).toBeGreaterThan(0);
  for (const [i, rule] of rules.entries()) {
    for (const verb of rule.verbs) {
      const less = rules.map((r, n) => (n === i ? { ...r, verbs: r.verbs.filter((v) => v !== verb) } : r));
      expect({ without: `${verb} ${rule.resources}`, can: await powers(less) }).not.toEqual({
        without: `${verb} ${rule.resources}`,
        can: everything,
      });
    }
  }
});

it('names its resources one by one, and no wildcard', () => {
  expect(objects.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Role', 'RoleBinding']);
  for (const rule of rules) {
    expect(rule.resources).toHaveLength(1);
    expect([...rule.apiGroups, ...rule.resources, ...rule.verbs]).not.toContain('*');
  }
});
