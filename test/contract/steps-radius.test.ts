/** How far a change reaches: facts read off the cluster, in the plan's own bytes. */
import type { ChangeKind } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { NAME, NS } from './sandbox-world.ts';
import { execute, mustPlan, type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
beforeEach(async () => {
  w = await startStepWorld();
});
afterEach(() => w.close());

const at = { namespace: NS, deployment: NAME };
const plan = (kind: string, more: object = {}) => mustPlan(w, kindOf(kind) as ChangeKind, { ...at, ...more });

it.each([
  ['kubernetes.scale', { replicas: 15 }, { replicas: 10, replicasAfter: 15, share: 0 }],
  ['kubernetes.scale', { replicas: 4 }, { replicas: 10, replicasAfter: 4, share: 0.6 }],
  ['kubernetes.scale', { replicas: 0 }, { replicas: 10, replicasAfter: 0, share: 1 }],
  ['kubernetes.rolloutRestart', {}, { replicas: 10, replicasAfter: 10, share: 1 }],
  ['kubernetes.rolloutUndo', {}, { replicas: 10, replicasAfter: 10, share: 1 }],
])('%s %j reaches %j', async (kind, params, reaches) => {
  expect((await plan(kind, params)).radius).toMatchObject(reaches);
});

it('says who else acts on it, and whether a rollout is under way', async () => {
  expect((await plan('kubernetes.rolloutRestart')).radius).toMatchObject({ autoscaler: false, rollingOut: false });
  w.sim.world.autoscale({ min: 8, max: 30, targetCpuPercent: 50 });
  const restart = await plan('kubernetes.rolloutRestart');
  expect(restart.radius).toMatchObject({ autoscaler: true });
  await execute(w, kindOf('kubernetes.rolloutRestart') as ChangeKind, restart);
  expect((await plan('kubernetes.scale', { replicas: 12 })).radius).toMatchObject({
    rollingOut: true,
    deployMinutes: 0,
  });
});

it('says how long ago what runs was rolled out', async () => {
  const before = (await plan('kubernetes.rolloutRestart')).radius?.deployMinutes ?? Number.NaN;
  w.pass(90 * 60);
  expect((await plan('kubernetes.rolloutRestart')).radius?.deployMinutes).toBe(before + 90);
});

it('counts from the rollout, not from the release: going back to an old one was a moment ago', async () => {
  await execute(w, kindOf('kubernetes.rolloutUndo') as ChangeKind, await plan('kubernetes.rolloutUndo'));
  w.pass(5 * 60);
  const next = await plan('kubernetes.rolloutRestart');
  expect(next.radius?.deployMinutes).toBeLessThan(6);
  expect(next.notes.join()).toMatch(/Revision 42 has been rolled out since 2026-03-02 03:0/);
});
