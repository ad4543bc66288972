/** Several changes of any kind, undone one by one from the last to the first: everything is as it was before, and no plan changed anything. */
import fc from 'fast-check';
import type { Params, Plan } from '../../src/domain/runbook/model.ts';
import type { ChangeKind } from '../../src/domain/runbook/step-kind.ts';
import { decided } from '../../src/domain/runbook/steps/field-changes.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import type { KubeObject } from '../../src/ports/objects.ts';
import { NAME, NS } from './sandbox-world.ts';
import { execute, mustPlan, planOf, type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
beforeEach(async () => {
  w = await startStepWorld('tocsin-wide');
});
afterEach(() => w.close());

const change = (name: string): ChangeKind => {
  const kind = kindOf(name);
  if (!kind?.mutates) throw new Error(`${name} changes nothing`);
  return kind;
};

/** What people decide about, and how many pods serve: who stands on which node is the scheduler's affair. */
async function state() {
  const of = (kind: 'deployments' | 'poddisruptionbudgets' | 'nodes') =>
    w.ports.objects.list(kind, kind === 'nodes' ? {} : { namespace: NS });
  const objects = await Promise.all([of('deployments'), of('poddisruptionbudgets'), of('nodes')]);
  const { available } = await w.ports.cluster.deployment(NS, NAME);
  return { available, objects: objects.flat().map((o) => decided(o as KubeObject)) };
}

/** A minute is enough for any rollout here; draining goes on round by round. */
async function carryOut(kind: ChangeKind, plan: Plan, key: string): Promise<void> {
  for (let round = 1; round < 30; round++) {
    const made = await execute(w, kind, plan, key);
    w.pass(made.kind === 'going' ? made.after / 1000 : 120);
    if (made.kind === 'done') return;
    if (made.kind !== 'going') throw new Error(`${plan.summary}: ${JSON.stringify(made)}`);
  }
  throw new Error(`${plan.summary}: still going`);
}

interface Wanted {
  readonly kind: string;
  readonly params: Params;
}

const api = { namespace: NS, deployment: NAME };
const object = { kind: 'deployments', namespace: NS, name: NAME };
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const wanted: fc.Arbitrary<Wanted> = fc.oneof(
  fc.integer({ min: 6, max: 14 }).map((replicas) => ({ kind: 'kubernetes.scale', params: { ...api, replicas } })),
  fc.constant({ kind: 'kubernetes.rolloutUndo', params: api }),
  fc.constantFrom('node-a', 'node-b').map((node) => ({ kind: 'kubernetes.drain', params: { node } })),
  fc.constantFrom('node-a', 'node-b').map((node) => ({ kind: 'kubernetes.uncordon', params: { node } })),
  fc.tuple(word, word).map(([key, value]) => ({
    kind: 'kubernetes.patch',
    params: { ...object, type: 'merge', patch: { spec: { template: { metadata: { labels: { [key]: value } } } } } },
  })),
  fc.tuple(word, word).map(([key, value]) => ({
    kind: 'kubernetes.annotate',
    params: { ...object, annotations: { [key]: value } },
  })),
  fc.integer({ min: 1, max: 5 }).map((minAvailable) => ({
    kind: 'kubernetes.patch',
    params: { ...object, kind: 'poddisruptionbudgets', type: 'merge', patch: { spec: { minAvailable } } },
  })),
);
/** Each time the release that one came from gets a new number. */
const back: Wanted = { kind: 'kubernetes.rolloutUndo', params: api };
const drained: Wanted = { kind: 'kubernetes.drain', params: { node: 'node-b' } };
const uncordoned: Wanted = { kind: 'kubernetes.uncordon', params: { node: 'node-b' } };

const several = fc.array(wanted, { minLength: 1, maxLength: 5 });

it('run, run, run; undo, undo, undo: nothing is left of it', async () => {
  const seen = new Set<string>();
  let n = 0;
  await fc.assert(
    fc.asyncProperty(several, async (changes) => {
      const before: { readonly undo: Plan['undo']; readonly was: unknown; readonly what: string }[] = [];
      for (const { kind: name, params } of changes) {
        const kind = change(name);
        const was = await state();
        const calls = w.sim.world.mutations().length;
        const plan = await planOf(w, kind, params);
        expect(w.sim.world.mutations()).toHaveLength(calls);
        // It is like that already, or there is nowhere to go.
        if ('refused' in plan) continue;
        n += 1;
        await carryOut(kind, plan, `run/${n}`);
        before.push({ undo: plan.undo, was, what: plan.summary });
        seen.add(name);
      }
      for (const { undo, was, what } of before.reverse()) {
        if (!undo) throw new Error(`${what}: it has no undo`);
        n += 1;
        const kind = change(undo.kind);
        await carryOut(kind, await mustPlan(w, kind, undo.params), `run/${n}`);
        expect(await state()).toEqual(was);
      }
    }),
    { numRuns: 20, examples: [[[back, back, back]], [[drained, uncordoned]]] },
  );
  const all = ['annotate', 'drain', 'patch', 'rolloutUndo', 'scale', 'uncordon'];
  expect([...seen].sort()).toEqual(all.map((name) => `kubernetes.${name}`));
});

it('a release is found by a number it had before, and the plan says which it has now', async () => {
  const kind = change(back.kind);
  const first = await mustPlan(w, kind, api);
  await carryOut(kind, first, 'run/1');
  await carryOut(kind, await mustPlan(w, kind, api), 'run/2');
  await carryOut(kind, await mustPlan(w, kind, api), 'run/3');
  const plan = await mustPlan(w, kind, first.undo?.params ?? {});
  expect(plan.notes.join()).toContain('is revision 43 since somebody went back to it');
  expect(await planOf(w, kind, { ...api, toRevision: 7 })).toMatchObject({
    refused: expect.stringContaining('no revision 7'),
  });
});
