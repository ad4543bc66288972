/** Every example of every step kind, run against the simulated world: what the reference shows is what works. */
import { bounded } from '../../src/domain/runbook/output.ts';
import type { ChangeKind, Example, ReadKind } from '../../src/domain/runbook/step-kind.ts';
import { kindOf, STEP_KINDS, stepKinds } from '../../src/domain/runbook/steps/index.ts';
import { execute, mustPlan, type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
beforeEach(async () => {
  w = await startStepWorld();
});
afterEach(() => w.close());

const reads = STEP_KINDS.filter(
  (k): k is ReadKind => 'read' in k && (process.env.TOCSIN_TEST_REDIS !== undefined || !k.name.startsWith('redis.')),
);
/** Those that change what a deployment runs; what else there is to change has tests of its own. */
const RELEASES = ['kubernetes.rolloutRestart', 'kubernetes.rolloutUndo', 'kubernetes.scale'];
const changes = STEP_KINDS.filter((k): k is ChangeKind => k.mutates && RELEASES.includes(k.name));
const examplesOf = <K extends ReadKind | ChangeKind>(kinds: readonly K[]): [string, K, Example][] =>
  kinds.flatMap((k) => k.examples.map((e): [string, K, Example] => [`${k.name}: ${e.means}`, k, e]));

/** The sandbox is not on the Internet; everything else about the example stays. */
const here = (example: Example) =>
  typeof example.params.url === 'string' ? { ...example.params, url: w.sim.service.healthUrl } : example.params;

const facts = async () => {
  const d = await w.ports.cluster.deployment('architect-production', 'architect-api');
  const current = d.revisions.find((r) => r.revision === d.revision);
  return { replicas: d.replicas, images: d.images, template: current?.template };
};

it('every kind has examples, and the registry knows each by its name', () => {
  for (const kind of STEP_KINDS) {
    expect(kind.examples.length).toBeGreaterThan(0);
    expect(kindOf(kind.name)).toBe(kind);
    expect(stepKinds.schemaOf(kind.name)?.mutates).toBe(kind.mutates);
  }
  expect(new Set(stepKinds.names).size).toBe(STEP_KINDS.length);
});

it.each(examplesOf(reads))('%s', async (_, kind, example) => {
  expect(kind.schema.check(example.params)).toEqual([]);
  const seen = await kind.read(here(example), w.ports, { timeout: 5_000, now: w.clock.now(), since: w.clock.now() });
  const output = bounded(seen);
  expect(kind.schema.outputs).toEqual(expect.arrayContaining(Object.keys(output)));
  expect(Buffer.byteLength(JSON.stringify(output))).toBeLessThanOrEqual(16 * 1024);
  const lines = kind.lines(output);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(10);
  expect(kind.failed?.(output)).toBeUndefined();
  expect(w.sim.world.mutations()).toEqual([]);
});

it.each(examplesOf(changes))('%s', async (_, kind, example) => {
  expect(kind.schema.check(example.params)).toEqual([]);
  const before = await facts();
  const plan = await mustPlan(w, kind, example.params);
  expect(plan.summary).toContain('architect-production/architect-api');
  expect(plan.changes.length).toBeGreaterThan(0);
  expect(w.sim.world.mutations()).toEqual([]);

  const done = await execute(w, kind, plan);
  if (done.kind !== 'done') throw new Error(JSON.stringify(done));
  expect(kind.schema.outputs).toEqual(expect.arrayContaining(Object.keys(done.output)));
  expect(kind.lines(done.output)[0]).toContain('architect-api');
  expect(w.sim.world.changes()).toHaveLength(1);

  // Again with the same key, as after a crash: found done, nothing sent.
  expect((await execute(w, kind, plan)).kind).toBe('done');
  expect(w.sim.world.changes()).toHaveLength(1);

  w.pass(120);
  if (!plan.undo) {
    expect(plan.notes.join()).toContain('Nothing to undo');
    return;
  }
  expect(await facts()).not.toEqual(before);
  const back = kindOf(plan.undo.kind);
  if (!back?.mutates) throw new Error(`${plan.undo.kind} does not undo`);
  const undo = await mustPlan(w, back, plan.undo.params);
  expect((await execute(w, back, undo, 'run/8/1/execute/1')).kind).toBe('done');
  w.pass(120);
  expect(await facts()).toEqual(before);
});
