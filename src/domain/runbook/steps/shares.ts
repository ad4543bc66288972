/** How much of what was asked for, or of what is allowed, is used: whole percent. What was never asked for has no share. */
import { quantity } from '../../../lib/quantity.ts';
import type { KubeObject, Usage } from '../../../ports/objects.ts';
import { list, text } from './object-rows.ts';

const RESOURCES = ['cpu', 'memory'] as const;
type Resource = (typeof RESOURCES)[number];

/** `cpuOfLimit: 94` */
export type Shares = { readonly [share: string]: number };

/** Of all containers together; undefined when one of them names none, for then the pod has no such bound. */
function ofContainers(pod: KubeObject, what: 'requests' | 'limits', resource: Resource): number | undefined {
  const each = list(pod, 'spec', 'containers').map((c) => quantity(text(c, 'resources', what, resource) || 'none'));
  const sum = each.reduce((n, q) => n + q, 0);
  return sum > 0 ? sum : undefined;
}

const percent = (name: string, used: number, whole: number | undefined): Shares =>
  whole === undefined || !(whole > 0) ? {} : { [name]: Math.round((used / whole) * 100) };

export function sharesOfPod(pod: KubeObject | undefined, used: Usage): Shares {
  if (!pod) return {};
  const shares = RESOURCES.flatMap((r) => [
    percent(`${r}OfRequest`, used[r], ofContainers(pod, 'requests', r)),
    percent(`${r}OfLimit`, used[r], ofContainers(pod, 'limits', r)),
  ]);
  return Object.assign({}, ...shares);
}

/** Of what the node has for pods. */
export function sharesOfNode(node: KubeObject | undefined, used: Usage): Shares {
  if (!node) return {};
  const whole = (r: Resource) => quantity(text(node, 'status', 'allocatable', r) || 'none');
  return Object.assign({}, ...RESOURCES.map((r) => percent(`${r}OfAllocatable`, used[r], whole(r))));
}
