/** What looks make of the objects they are given: quantities, shares, reasons, ages, and lists that are too long. */

import { newest } from '../../src/domain/runbook/steps/newest.ts';
import { ageOf, rowLine, rowOf } from '../../src/domain/runbook/steps/object-rows.ts';
import { sharesOfNode, sharesOfPod } from '../../src/domain/runbook/steps/shares.ts';
import { quantity } from '../../src/lib/quantity.ts';
import type { KubeObject } from '../../src/ports/objects.ts';

it.each([
  ['250m', 0.25],
  ['1.5', 1.5],
  ['512Mi', 536_870_912],
  ['2k', 2_000],
  ['1e3', 1_000],
  ['100n', 1e-7],
])('the quantity %j is %d', (text, is) => {
  expect(quantity(text)).toBeCloseTo(is, 12);
});

it.each(['', '12 apples', '1Zi', 'Ki'])('%j is no quantity', (text) => {
  expect(quantity(text)).toBeNaN();
});

const box = (resources: object) => ({ name: 'a', image: 'a:1', resources });
const pod = (...containers: readonly object[]): KubeObject => ({ metadata: { name: 'p' }, spec: { containers } });
const used = { name: 'p', cpu: 0.3, memory: 300 * 2 ** 20 };

describe('shares', () => {
  it('are of all containers together', () => {
    const both = pod(box({ requests: { cpu: '100m' }, limits: { memory: '200Mi' } }), {
      ...box({ requests: { cpu: '200m' }, limits: { memory: '200Mi' } }),
    });
    expect(sharesOfPod(both, used)).toEqual({ cpuOfRequest: 100, memoryOfLimit: 75 });
  });

  it('are not told where one container has no bound, for then the pod has none', () => {
    expect(sharesOfPod(pod(box({ limits: { memory: '1Gi' } }), box({})), used)).toEqual({});
    expect(sharesOfPod(pod(), used)).toEqual({});
    expect(sharesOfPod(undefined, used)).toEqual({});
  });

  it('of a node are of what it has for pods', () => {
    expect(sharesOfNode({ status: { allocatable: { cpu: '600m', memory: '600Mi' } } }, used)).toEqual({
      cpuOfAllocatable: 50,
      memoryOfAllocatable: 50,
    });
  });
});

const starting: KubeObject = {
  metadata: { name: 'p', creationTimestamp: '2026-11-27T00:00:00Z' },
  spec: { initContainers: [{ name: 'migrate', image: 'm:1' }], containers: [box({})] },
  status: {
    phase: 'Pending',
    initContainerStatuses: [
      {
        name: 'migrate',
        restartCount: 4,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { reason: 'Error', exitCode: 1, finishedAt: '2026-11-27T00:04:00Z' } },
      },
    ],
    containerStatuses: [{ name: 'a', restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } }],
  },
};

it('an init container that does not come through is the reason, one that is done is none', () => {
  expect(rowOf('pods', starting)).toMatchObject({ ready: false, reason: 'CrashLoopBackOff' });
  const done: KubeObject = {
    ...starting,
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      initContainerStatuses: [{ name: 'migrate', state: { terminated: { reason: 'Completed', exitCode: 0 } } }],
    },
  };
  expect(rowOf('pods', done)).toMatchObject({ ready: true, reason: '' });
});

it('age is said as people say it', () => {
  const now = Date.parse('2026-11-27T03:10:00Z');
  expect(ageOf(starting, now)).toEqual({ ageSeconds: 11_400 });
  expect(ageOf({}, now)).toEqual({});
  expect(rowLine({ ...rowOf('services', starting), ...ageOf(starting, now) })).toMatch(/^p · .*age 3h 10m$/);
});

it('a list that is too long keeps its end', () => {
  const many = Array.from({ length: 1_000 }, (_, i) => ({ message: `${i} ${'x'.repeat(100)}` }));
  const kept = newest(many);
  expect(kept.length).toBeLessThan(120);
  expect(kept.at(-1)).toBe(many.at(-1));
});
