/** kubernetes.drain against the simulated cluster: what it asks first, what holds it, and how it goes on after a kill. */
import type { Plan } from '../../src/domain/runbook/model.ts';
import type { ChangeKind } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { stepExecute } from '../../src/outbound/step-execute.ts';
import { digestOf } from '../../src/outbound/step-plan.ts';
import { NAME, NS } from './sandbox-world.ts';
import { execute, mustPlan, planOf, type StepWorld, startStepWorld } from './support/step-world.ts';

const NODE = 'node-a';
let w: StepWorld;
beforeEach(async () => {
  w = await startStepWorld('tocsin-wide');
});
afterEach(() => w.close());

const kind = (name: string) => kindOf(name) as ChangeKind;
const drain = kind('kubernetes.drain');
const uncordon = kind('kubernetes.uncordon');
const patch = kind('kubernetes.patch');
const podsOn = (node: string) => w.ports.evictions.podsOn(node);
const tried = () => w.sim.world.mutations();
const evicted = () => tried().filter((m) => m.path.endsWith('/eviction'));
const isCordoned = async () => {
  const [node] = await w.ports.objects.list('nodes', { name: NODE });
  return (node as { spec: { unschedulable?: boolean } }).spec.unschedulable === true;
};

/** Rounds, as the worker makes them, until it ends. */
async function rounds(plan: Plan, most = 20) {
  for (let n = 1; n <= most; n++) {
    const made = await execute(w, drain, plan);
    if (made.kind !== 'going') return { made, rounds: n };
    w.pass(made.after / 1000);
  }
  throw new Error(`not drained after ${most} rounds`);
}

/** Every other change is allowed or held by the budget of the service. */
async function keep(minAvailable: string): Promise<void> {
  const at = { kind: 'poddisruptionbudgets', namespace: NS, name: NAME };
  await execute(
    w,
    patch,
    await mustPlan(w, patch, { ...at, type: 'merge', patch: { spec: { minAvailable } } }),
    'budget',
  );
}

it('plans who leaves, and changes nothing by it', async () => {
  const here = await podsOn(NODE);
  expect(here.length).toBeGreaterThan(1);
  const plan = await mustPlan(w, drain, { node: NODE });
  expect(plan.summary).toBe(`Drain node ${NODE}: ${here.length} pods leave, none comes`);
  for (const pod of here) expect(plan.changes[1]?.from).toContain(pod.name);
  expect(plan.undo).toMatchObject({ kind: 'kubernetes.uncordon', params: { node: NODE } });
  expect(tried()).toEqual([]);
  expect(await podsOn(NODE)).toEqual(here);
});

it('empties the node, never below the budget, and is undone by letting pods come again', async () => {
  const plan = await mustPlan(w, drain, { node: NODE });
  const { made } = await rounds(plan);
  expect(made).toMatchObject({ kind: 'done', output: { node: NODE } });
  w.pass(120);
  expect(await podsOn(NODE)).toEqual([]);
  expect(await isCordoned()).toBe(true);
  expect(w.sim.world.serving()).toHaveLength(10);
  expect(await planOf(w, drain, { node: NODE })).toEqual({ refused: `node ${NODE} is drained already` });
  await execute(w, uncordon, await mustPlan(w, uncordon, plan.undo?.params ?? {}), 'undo');
  expect(await isCordoned()).toBe(false);
});

it('goes on only as fast as a disruption budget lets it', async () => {
  await keep('90%');
  const here = (await podsOn(NODE)).length;
  const plan = await mustPlan(w, drain, { node: NODE });
  const first = await execute(w, drain, plan);
  expect(first).toMatchObject({ kind: 'going', left: expect.stringContaining('disruption budget') });
  expect(evicted().filter((e) => e.status === 201)).toHaveLength(1);
  expect(w.sim.world.serving().length).toBeGreaterThanOrEqual(9);
  const { rounds: n } = await rounds(plan);
  expect(n).toBeGreaterThanOrEqual(here - 1);
});

it('is held for ever by a budget that allows none, and says which pods and why', async () => {
  await keep('100%');
  const plan = await mustPlan(w, drain, { node: NODE });
  expect(plan.notes.join()).toContain('A disruption budget holds these now');
  await expect(rounds(plan, 5)).rejects.toThrow('not drained');
  expect(evicted().filter((e) => e.status !== 429)).toEqual([]);
  expect(w.sim.world.serving()).toHaveLength(10);
});

it('goes on where it was when the worker was killed after the cordon, or within the evictions', async () => {
  const plan = await mustPlan(w, drain, { node: NODE });
  w.faults.add({ server: 'kubernetes', match: /^PATCH .*nodes/, fault: { kind: 'lostReply' } });
  await expect(execute(w, drain, plan)).rejects.toMatchObject({ kind: 'unknown' });
  expect(await isCordoned()).toBe(true);
  w.faults.add({ server: 'kubernetes', match: /^POST .*eviction/, fault: { kind: 'lostReply' } });
  await expect(execute(w, drain, plan)).rejects.toMatchObject({ kind: 'unknown' });
  expect((await rounds(plan)).made.kind).toBe('done');
  expect(tried().filter((m) => m.method === 'PATCH')).toHaveLength(1);
  // Who is leaving is not asked again; who was held is.
  const asked = evicted().flatMap((e) => (e.status === 429 ? [] : [e.path]));
  expect(new Set(asked).size).toBe(asked.length);
});

it('does not begin when somebody cordoned the node since the plan', async () => {
  const plan = await mustPlan(w, drain, { node: NODE });
  w.sim.world.someoneElse.cordons(NODE);
  expect(await execute(w, drain, plan)).toEqual({ kind: 'drifted', moved: ['unschedulable: false → true'] });
  expect(tried()).toEqual([]);
});

it('tells the worker to come back, and that part of it happened', async () => {
  await keep('90%');
  const plan = await mustPlan(w, drain, { node: NODE });
  const bytes = JSON.stringify(plan);
  const payload = { run: 7, step: '1', attempt: 1, kind: drain.name, timeout: 60_000, plan: bytes };
  const effect = { kind: 'step.execute', lane: 'run/7', key: 'k', class: 'keyed', priority: 1 } as const;
  const more = { id: 1, of: { kind: 'run', id: 7 }, fence: 1, attempts: 1, crashes: 0, doubt: false };
  const handler = stepExecute(() => w.ports);
  const whole = { ...payload, digest: digestOf(bytes), notAfter: w.clock.now() + 60_000 };
  const outcome = await handler.run({ ...effect, ...more, payload: whole }, w.io);
  expect(outcome).toMatchObject({ kind: 'again', doubt: true, after: 20_000, reason: expect.stringContaining(NODE) });
  // Approved in time and begun: that the time has passed since does not leave it half done.
  w.pass(300);
  const later = await handler.run({ ...effect, ...more, doubt: true, payload: whole }, w.io);
  expect(later.kind).toBe('again');
});
