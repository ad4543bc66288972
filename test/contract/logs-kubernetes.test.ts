/** Logs against the real client library: searched whole, cut fairly, the newest never lost, and what is missing said. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubernetesCluster } from '../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { kubernetesLogs } from '../../src/domain/runbook/steps/kubernetes-logs.ts';
import { NAME, NS, type SimulatedWorld, startWorld } from './sandbox-world.ts';

let w: SimulatedWorld;
let dir: string;
let cluster: KubernetesCluster;

beforeAll(async () => {
  w = await startWorld();
  dir = mkdtempSync(join(tmpdir(), 'logs-'));
  writeFileSync(join(dir, 'kubeconfig'), w.sim.kubernetes.kubeconfig('tocsin'));
  cluster = new KubernetesCluster({ kubeconfig: join(dir, 'kubeconfig'), now: () => w.clock.now() });
});
afterEach(() => w.faults.clear());
afterAll(async () => {
  await cluster.close();
  rmSync(dir, { recursive: true });
  await w.sim.close();
});

/** One answer for every container, whatever is asked for: as the cluster cuts it, from the front. */
function answersLogs(body: string, times: number): void {
  const headers = { 'content-type': 'text/plain' };
  w.faults.add({ server: 'kubernetes', match: /\/log$/, fault: { kind: 'status', status: 200, body, headers }, times });
}

it('searches all that was asked for, also what is too much to give', async () => {
  const noise = Array.from({ length: 20_000 }, (_, i) => `INFO request ${i} took 12 ms`).join('\n');
  answersLogs(`ERROR first\n${noise}\nError: last\n`, 20);
  const logs = await cluster.logs(NS, { deployment: NAME }, { tail: 10_000, words: ['error', 'Timeout'] });
  expect(logs).toMatchObject({ found: 20, matches: { error: 20, Timeout: 0 }, looked: 200_020, missing: [] });
  expect(logs.lines).toHaveLength(20);
});

it('asks for fewer lines when they are so long that the newest would be cut off, and says so', async () => {
  const pod = await onePod();
  // The cluster stops in the middle of the third line: the newest is not in it.
  answersLogs(`${'a'.repeat(500_000)}\n${'b'.repeat(500_000)}\n${'c'.repeat(48_574)}`, 1);
  answersLogs('c\nnewest\n', 1);
  const before = w.ledger.entries.length;
  const logs = await cluster.logs(NS, { pod }, { tail: 100 });
  expect(logs.lines).toEqual([`${pod}/api: c`, `${pod}/api: newest`]);
  expect(logs.missing).toEqual(['of 1 containers only the newest lines were read: theirs are very long']);
  const asked = w.ledger.entries.slice(before).filter((e) => e.path.endsWith('/log'));
  expect(asked.map((e) => e.query.tailLines)).toEqual(['100', '2']);
});

it('one line that is longer than everything is cut', async () => {
  const pod = await onePod();
  answersLogs('x'.repeat(1024 * 1024), 20);
  const logs = await cluster.logs(NS, { pod }, { tail: 1 });
  expect(logs.lines).toHaveLength(1);
  expect(logs.lines[0]?.length).toBeLessThan(4_200);
});

it('of a stateful set by its selector; one that is not there is named', async () => {
  const set = { metadata: { name: 'db' }, spec: { selector: { matchLabels: { app: NAME } } } };
  const body = JSON.stringify({ kind: 'StatefulSetList', apiVersion: 'apps/v1', metadata: {}, items: [set] });
  const headers = { 'content-type': 'application/json' };
  w.faults.add({
    server: 'kubernetes',
    match: /\/statefulsets$/,
    fault: { kind: 'status', status: 200, body, headers },
    times: 1,
  });
  const { lines } = await cluster.logs(NS, { statefulset: 'db' }, { tail: 1 });
  expect(lines).toHaveLength(10);
  await expect(cluster.logs(NS, { statefulset: 'gone' }, { tail: 1 })).rejects.toMatchObject({
    code: 'kubernetes.not-found',
    message: `there is no stateful set gone in ${NS}`,
  });
});

async function onePod(): Promise<string> {
  const [first] = (await cluster.pods(NS, NAME)).filter((p) => p.ready);
  return first?.name ?? '';
}

it('needs to look at stateful sets only for theirs', () => {
  const needs = (params: { [name: string]: string }) =>
    kubernetesLogs
      .needs({ namespace: NS, ...params })
      .map((n) => (n.on === 'cluster' ? `${n.right.verb} ${n.right.resource}` : n.on));
  expect(needs({ statefulset: 'db' })).toEqual(['list statefulsets', 'list pods', 'get pods/log']);
  expect(needs({ selector: 'app=db' })).toEqual(['list pods', 'get pods/log']);
  expect(kubernetesLogs.schema.check({ namespace: NS, statefulset: 'db', pod: 'db-0' })).not.toEqual([]);
});
