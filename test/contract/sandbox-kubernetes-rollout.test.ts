/** The arithmetic of a rolling update in the simulated cluster, where no whole rollout would show it. */
import type { Deployment, ReplicaSet } from '../../src/sandbox/kubernetes/objects.ts';
import {
  limits,
  MAXIMUM,
  nextNewSize,
  nextOldSizes,
  proportionalSizes,
} from '../../src/sandbox/kubernetes/rollout-math.ts';

const metadata = { name: 'x', uid: 'x', resourceVersion: '1', creationTimestamp: '' };
const template = { metadata: {}, spec: { containers: [] } };

function deployment(
  replicas: number,
  maxSurge: number | string = '25%',
  maxUnavailable: number | string = '25%',
): Deployment {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { replicas, selector: {}, template, strategy, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 },
    status: {},
  };
}

function set(replicas: number, availableReplicas: number, maximum = 13): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { ...metadata, annotations: { [MAXIMUM]: String(maximum) } },
    spec: { replicas, selector: {}, template },
    status: { replicas, availableReplicas },
  };
}

it.each<[number, number | string, number | string, object]>([
  [10, '25%', '25%', { maxSurge: 3, maxUnavailable: 2 }],
  [4, 1, 0, { maxSurge: 1, maxUnavailable: 0 }],
  [1, '0%', '25%', { maxSurge: 0, maxUnavailable: 1 }],
])('%d replicas with surge %s and unavailable %s', (replicas, surge, unavailable, expected) => {
  expect(limits(deployment(replicas, surge, unavailable))).toEqual(expected);
});

it('the new set grows into the surge, never past what is wanted', () => {
  const [old, fresh] = [set(10, 10), set(0, 0)];
  expect(nextNewSize(deployment(10), fresh, [old, fresh])).toBe(3);
  expect(nextNewSize(deployment(10), set(9, 9), [set(1, 1), set(9, 9)])).toBe(10);
  expect(nextNewSize(deployment(10), set(3, 0), [set(10, 10), set(3, 0)])).toBe(3);
});

describe('the old sets shrink', () => {
  const sizes = (d: Deployment, fresh: ReplicaSet, ...old: ReplicaSet[]) => [...nextOldSizes(d, fresh, old).values()];

  it('by as many as may be missing', () => expect(sizes(deployment(10), set(3, 0), set(10, 10))).toEqual([8]));
  it('pods that do not serve first, within the bound', () =>
    expect(sizes(deployment(10), set(3, 3), set(5, 0), set(5, 0))).toEqual([0, 5]));
  it('not at all while too few are available', () => expect(sizes(deployment(10), set(5, 0), set(8, 8))).toEqual([8]));
});

it('a change of scale in the middle of a rollout is shared by size', () => {
  expect([...proportionalSizes(deployment(20), [set(8, 8), set(5, 0)]).values()]).toEqual([15, 10]);
  expect([...proportionalSizes(deployment(0), [set(8, 8), set(5, 0)]).values()]).toEqual([0, 0]);
});
