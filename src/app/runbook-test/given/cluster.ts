/** The simulated cluster of one test, with the real client in front of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { KubernetesChanges } from '../../../adapters/kubernetes/kubernetes-changes.ts';
import { KubernetesCluster } from '../../../adapters/kubernetes/kubernetes-cluster.ts';
import { KubernetesEvictions } from '../../../adapters/kubernetes/kubernetes-evictions.ts';
import { KubernetesObjects } from '../../../adapters/kubernetes/kubernetes-objects.ts';
import { Faults } from '../../../sandbox/http/faults.ts';
import { Ledger } from '../../../sandbox/http/ledger.ts';
import { startSimServer } from '../../../sandbox/http/server.ts';
import type { WorldClock } from '../../../sandbox/http/world-clock.ts';
import { answer } from '../../../sandbox/kubernetes/api.ts';
import { Cluster } from '../../../sandbox/kubernetes/cluster.ts';
import { putNamespaces, putNodes } from '../../../sandbox/kubernetes/ground.ts';
import { kubeconfigText } from '../../../sandbox/kubernetes/kubeconfig.ts';
import { Rbac } from '../../../sandbox/kubernetes/rbac.ts';
import type { Calls } from './calls.ts';
import { type GivenObject, putObject } from './objects.ts';

/** What a pod uses: enough for an autoscaler at 70 % of half a core to be content. */
export const usageSchema = z.strictObject({
  cores: z.number().min(0).default(0.35),
  bytes: z
    .number()
    .min(0)
    .default(200 * 2 ** 20),
});

const USER = { name: 'test', token: 'test', rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] };
const HOUR = 3_600_000;
const WRITES: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Each thing was put there an hour after the one before it, the last an hour before the run begins. */
export async function givenCluster(
  objects: readonly GivenObject[],
  usage: z.output<typeof usageSchema>,
  clock: WorldClock,
  calls: Calls,
) {
  const begins = clock.now();
  const cluster = new Cluster(clock, begins - (objects.length + 1) * HOUR, () => usage.cores);
  putNamespaces(cluster, ['default']);
  putNodes(cluster);
  objects.forEach((o, i) => {
    cluster.agenda.at(begins - (objects.length - i) * HOUR, () => putObject(cluster, o));
  });
  cluster.liveUntil(begins);
  const put = (o: GivenObject) => cluster.act(() => putObject(cluster, o));
  clock.onMove(() => cluster.moved());
  const rbac = new Rbac();
  rbac.set(USER);
  const ledger = new Ledger(() => clock.now());
  const parts = { cluster, rbac, usage: { cores: () => usage.cores, bytes: () => usage.bytes } };
  const server = await startSimServer({
    name: 'kubernetes',
    ledger,
    faults: new Faults(),
    handle(req) {
      const reply = answer(parts, req);
      const dry = req.query.has('dryRun') || isDry(req.body) || req.path.includes('accessreviews');
      if (WRITES.includes(req.method) && !dry && reply.status < 300) {
        calls.note(`${req.method} ${req.path}${req.body === undefined ? '' : ` ${JSON.stringify(req.body)}`}`);
      }
      return reply;
    },
  });
  const dir = await mkdtemp(join(tmpdir(), 'tocsin-test-'));
  const kubeconfig = join(dir, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigText(server.url, USER, 'default'), { mode: 0o600 });
  const options = { kubeconfig, now: () => clock.now() };
  const ports = {
    cluster: new KubernetesCluster(options),
    objects: new KubernetesObjects(options),
    changes: new KubernetesChanges(options),
    evictions: new KubernetesEvictions(options),
  };
  return {
    ports,
    put,
    async close() {
      cluster.close();
      await Promise.all([ports.cluster.close(), ports.objects.close(), server.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const isDry = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'dryRun' in body && Array.isArray(body.dryRun) && body.dryRun.length > 0;
