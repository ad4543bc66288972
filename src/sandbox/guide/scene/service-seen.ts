/** The service as monitoring and Kubernetes show it. */
import { REVISION } from '../../kubernetes/rollout-math.ts';
import type { World } from '../../service/world.ts';

export interface ServiceSeen {
  /** `v41`: the tag of the image that is asked for. */
  readonly release: string;
  /** Grows with every release, and every rollback. */
  readonly revision: number;
  readonly replicas: number;
  readonly ready: number;
  /** Share of requests that fail or find nobody, 0 to 1. */
  readonly failing: number;
}

/** What a few failing requests are, and what an outage is. */
const FEW = 0.01;
const MANY = 0.5;

export const isDown = (s: ServiceSeen): boolean => s.failing >= MANY;
/** Nothing fails, and every pod that is wanted serves. */
export const isWell = (s: ServiceSeen): boolean => s.failing < FEW && s.replicas > 0 && s.ready >= s.replicas;

export function lookAtService(world: World): ServiceSeen {
  const deployment = world.deployment();
  const image = deployment?.spec.template.spec.containers[0]?.image ?? '';
  const { failed, shed } = world.fractions();
  const ready = world.serving().filter((p) => p.spec.containers[0]?.image === image).length;
  return {
    release: image.slice(image.lastIndexOf(':') + 1),
    revision: Number(deployment?.metadata.annotations?.[REVISION] ?? 0),
    replicas: deployment?.spec.replicas ?? 0,
    ready,
    failing: failed + shed,
  };
}
