/** What runs in the simulated cluster and how it serves: the side panel of the world. */

import { isReady } from '../../kubernetes/pod-object.ts';
import { revision } from '../../kubernetes/rollout-math.ts';
import { podStatus } from '../../kubernetes/table.ts';
import { DEPLOYMENT, NAMESPACE } from '../../service/seed.ts';
import type { Session } from '../session.ts';
import type { PodRow, WorldSection } from '../wire.ts';

const CAUSE = 'kubernetes.io/change-cause';

export function worldSection({ rig }: Session): WorldSection {
  const { world } = rig.cluster;
  const d = world.deployment();
  const image = d?.spec.template.spec.containers[0]?.image ?? '';
  const current = d ? revision(d) : 0;
  const { failed, shed } = world.fractions();
  const { healthy } = rig.cluster.health();
  return {
    namespace: NAMESPACE,
    deployment: DEPLOYMENT,
    image,
    replicas: d?.spec.replicas ?? 0,
    ready: d?.status.readyReplicas ?? 0,
    updated: d?.status.updatedReplicas ?? 0,
    revision: current,
    pods: world.pods().map((p): PodRow => {
      const [container] = p.status.containerStatuses;
      return {
        name: p.metadata.name,
        image: p.spec.containers[0]?.image ?? '',
        ready: isReady(p),
        status: podStatus(p),
        restarts: container?.restartCount ?? 0,
        createdAt: Date.parse(p.metadata.creationTimestamp),
      };
    }),
    revisions: world.revisions().map((set) => {
      const ran = set.spec.template.spec.containers[0]?.image ?? '';
      const cause = set.metadata.annotations?.[CAUSE];
      const n = revision(set);
      const bad = world.behaviourOf(ran) !== 'good';
      return { revision: n, image: ran, ...(cause ? { cause } : {}), current: n === current, bad };
    }),
    health: { ok: healthy, status: healthy ? 200 : 503 },
    traffic: { rps: world.rps, failing: Math.min(1, failed + shed) },
  };
}
