/** The service as its users meet it: /health tells how it is, every other path is answered as well as the pods can. */
import type { SimReply, SimRequest } from '../http/server.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { ENDPOINTS } from './traffic.ts';
import type { World } from './world.ts';

export interface Health {
  readonly healthy: boolean;
  readonly ready: number;
  readonly wanted: number;
  readonly version: string;
  readonly reason: string;
}

/** Healthy: at least half of the wanted replicas are ready, and most of those answer properly. */
export function health(cluster: Cluster, world: World): Health {
  const deployment = world.deployment();
  const pods = world.serving();
  const wanted = deployment?.spec.replicas ?? 0;
  const failing = pods.filter((p) => cluster.images.of(p.spec.containers[0]?.image ?? '') === 'errors').length;
  const version = pods[0]?.spec.containers[0]?.image.split(':').at(-1) ?? 'none';
  const few = pods.length === 0 || pods.length * 2 < wanted;
  const bad = failing * 2 > pods.length;
  const reason = few
    ? `${pods.length} of ${wanted} replicas are ready`
    : bad
      ? 'database: column "owner_id" does not exist'
      : '';
  return { healthy: !few && !bad, ready: pods.length, wanted, version, reason };
}

/** Each call is one more request among the traffic: errors come in proportion, in a fixed order. */
export class Service {
  readonly #cluster: Cluster;
  readonly #world: World;
  #owed = 0;

  constructor(cluster: Cluster, world: World) {
    this.#cluster = cluster;
    this.#world = world;
  }

  answer(req: SimRequest): SimReply {
    this.#cluster.settle();
    const { healthy, reason, ready, wanted, version } = health(this.#cluster, this.#world);
    const replicas = { ready, wanted };
    if (req.path === '/health')
      return healthy
        ? { status: 200, body: { status: 'healthy', version, replicas } }
        : { status: 503, body: { status: 'unhealthy', version, replicas, reason } };
    if (req.path !== '/' && !ENDPOINTS.some((e) => e.path === req.path))
      return { status: 404, body: { error: 'not found' } };
    const { failed, shed } = this.#world.fractions();
    this.#owed += failed + shed;
    if (this.#owed < 1 - 1e-9) return { status: 200, body: { service: 'architect-api', version } };
    this.#owed -= 1;
    return shed > failed
      ? { status: 503, body: { error: 'no healthy upstream' } }
      : { status: 500, body: { error: 'internal server error' } };
  }
}
