/** Starts the simulated cluster, its Prometheus and the service itself as three HTTP servers over one world. */
import type { Faults } from './http/faults.ts';
import type { Ledger } from './http/ledger.ts';
import { startSimServer } from './http/server.ts';
import type { WorldClock } from './http/world-clock.ts';
import { answer } from './kubernetes/api.ts';
import { Cluster } from './kubernetes/cluster.ts';
import { ExecDoor } from './kubernetes/exec.ts';
import { kubeconfigText } from './kubernetes/kubeconfig.ts';
import type { Pod } from './kubernetes/objects.ts';
import { Rbac } from './kubernetes/rbac.ts';
import { answerPrometheus } from './prometheus/api.ts';
import { Telemetry } from './prometheus/telemetry.ts';
import { type Health, health, Service } from './service/health.ts';
import { HISTORY_MS, NAMESPACE, seedCluster, seedUsers } from './service/seed.ts';
import { World } from './service/world.ts';

export interface ClusterSimOptions {
  readonly clock: WorldClock;
  readonly ledger: Ledger;
  readonly faults: Faults;
  /** Namespaces beside the service's own in which `tocsin` has the same rights. */
  readonly namespaces?: readonly string[];
  readonly ports?: { readonly kubernetes?: number; readonly prometheus?: number; readonly service?: number };
}

export interface ClusterSim {
  readonly kubernetes: {
    readonly url: string;
    /** Kubeconfig text for a user: `admin`, `tocsin`, `viewer`, or one added with `world.setUser`. */
    kubeconfig(user: string): string;
  };
  readonly prometheus: { readonly url: string };
  readonly service: { readonly url: string; readonly healthUrl: string };
  readonly world: World;
  /** The cluster itself, for what else stands in it. */
  readonly cluster: Cluster;
  /** How the service's own health check stands. */
  health(): Health;
  /** The share of requests that failed between two instants of world time, as monitoring recorded it. */
  failing(from: number, to: number): number | undefined;
  close(): Promise<void>;
}

const USUAL_TRAFFIC = 200;

export async function startClusterSim(o: ClusterSimOptions): Promise<ClusterSim> {
  const { clock, ledger, faults } = o;
  const now = clock.now();
  const rbac = new Rbac();
  const cluster: Cluster = new Cluster(clock, now - HISTORY_MS, (pod: Pod) => world.cores(pod));
  const world = new World(cluster, rbac, () => ledger.entries, USUAL_TRAFFIC);
  const telemetry = new Telemetry();
  cluster.onStep((at) => telemetry.record(at, world.snapshot()));
  seedUsers(rbac, o.namespaces);
  seedCluster(cluster, now);
  clock.onMove(() => cluster.moved());
  const service = new Service(cluster, world);
  const start = (
    name: 'kubernetes' | 'prometheus' | 'service',
    handle: Parameters<typeof startSimServer>[0]['handle'],
    more: Pick<Parameters<typeof startSimServer>[0], 'upgrade'> = {},
  ) =>
    startSimServer({
      name,
      ...(o.ports?.[name] === undefined ? {} : { port: o.ports[name] }),
      ledger,
      faults,
      handle,
      ...more,
    });
  const exec = new ExecDoor({ cluster, rbac, ledger });
  const servers = await Promise.all([
    start('kubernetes', (req) => answer({ cluster, rbac, usage: world }, req), {
      upgrade: (req, socket, head) => exec.upgrade(req, socket, head),
    }),
    start('prometheus', (req) => {
      cluster.settle();
      return answerPrometheus(telemetry, cluster.now(), req);
    }),
    start('service', (req) => service.answer(req)),
  ]);
  const [api, prometheus, app] = servers;
  return {
    kubernetes: {
      url: api.url,
      kubeconfig(name) {
        const user = rbac.user(name);
        if (!user) throw new Error(`the cluster has no user ${name}; it has ${rbac.names().join(', ')}`);
        return kubeconfigText(api.url, user, NAMESPACE);
      },
    },
    prometheus: { url: prometheus.url },
    service: { url: app.url, healthUrl: `${app.url}/health` },
    world,
    cluster,
    health() {
      cluster.settle();
      return health(cluster, world);
    },
    failing(from, to) {
      cluster.settle();
      return telemetry.failing(from, to);
    },
    async close() {
      cluster.close();
      exec.close();
      await Promise.all(servers.map((s) => s.close()));
    },
  };
}
