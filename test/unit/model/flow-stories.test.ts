/** Whatever steps stand in each other, whichever fail, and whenever somebody pauses: the right ones are begun, once, in order. */
import fc from 'fast-check';
import type { ReadPayload } from '../../../src/domain/runbook/effects.ts';
import { isEnded } from '../../../src/domain/runbook/evolve.ts';
import { locate } from '../../../src/domain/runbook/locate.ts';
import { Play, runbookOf } from '../run-play.ts';
import { follow } from './flow/model.ts';
import { type AtOnce, type Each, type Leaf, labelled, leaves, type Together, type Tree, written } from './flow/tree.ts';

const leaf: fc.Arbitrary<Leaf> = fc.record({
  form: fc.constant('leaf'),
  label: fc.constant(''),
  works: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  guard: fc.constantFrom('none', 'none', 'none', 'true', 'false'),
  expects: fc.boolean(),
  goesOn: fc.constantFrom(false, false, true),
});

const { list } = fc.letrec<{ tree: Tree; list: Tree[]; group: Together; parallel: AtOnce; each: Each }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, leaf, tie('group'), tie('parallel'), tie('each')),
  list: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
  group: fc.record({
    form: fc.constant('group'),
    steps: tie('list'),
    onFailure: fc.oneof(fc.constantFrom(undefined, 'continue' as const), tie('list')),
    always: fc.oneof(fc.constant(undefined), tie('list')),
  }),
  parallel: fc.record({ form: fc.constant('parallel'), branches: fc.array(leaf, { minLength: 2, maxLength: 3 }) }),
  each: fc.record({
    form: fc.constant('each'),
    rounds: fc.integer({ min: 1, max: 3 }),
    steps: tie('list'),
    goesOn: fc.boolean(),
  }),
}));

/** What somebody does while a look is under way. */
const meanwhile = fc.constantFrom('nothing', 'nothing', 'pause', 'pause and resume');

const BY = { person: 'U0LINUS', groups: ['sre', 'responders'] };

/** Plays it to its end; `chance` says which of several looks settles first, and what happens meanwhile. */
function played(trees: readonly Tree[], chance: { next(): number; meanwhile(): string }) {
  const works = new Map(leaves(trees).map((l) => [l.label, l.works]));
  const play = Play.started(runbookOf(`  ${JSON.stringify(trees.map(written))}`));
  const nameOf = (path: string) => locate(play.state, path)?.step.name ?? '?';
  const settled = new Set<string>();
  const looks = () => play.effectsOf('step.read').map((e) => e.payload as unknown as ReadPayload);
  for (;;) {
    const open = looks().filter((l) => !settled.has(l.step));
    const one = open[chance.next() % Math.max(1, open.length)];
    if (!one) break;
    const does = isEnded(play.state) ? 'nothing' : chance.meanwhile();
    if (does !== 'nothing') play.feed('run.pause', BY);
    if (does === 'pause and resume') play.feed('run.resume', BY);
    const before = looks().length;
    settled.add(one.step);
    const ok = works.get(nameOf(one.step));
    play.settle(one.step, ok ? { output: { value: 1 }, lines: [] } : { failure: 'it does not answer' });
    if (does === 'pause') {
      if (looks().length > before) throw new Error(`${nameOf(one.step)} was settled in a pause, and another began`);
      play.feed('run.resume', BY);
    }
  }
  return {
    begun: looks().map((l) => nameOf(l.step)),
    ends: play.state.status,
    refolded: play.refold(),
    run: play.state,
  };
}

it('begins what the model begins, ends as it ends, and is the fold of its timeline', () => {
  let steps = 0;
  const scenes = fc.record({
    trees: list.filter((l) => leaves(l).length < 40),
    order: fc.array(fc.nat(5), { minLength: 1, maxLength: 20 }),
    pauses: fc.array(meanwhile, { minLength: 1, maxLength: 20 }),
  });
  fc.assert(
    fc.property(scenes, ({ trees: bare, order, pauses }) => {
      const trees = labelled(bare);
      let n = 0;
      const chance = {
        next: () => order[n++ % order.length] ?? 0,
        meanwhile: () => pauses[n % pauses.length] ?? 'nothing',
      };
      const wanted = follow(trees);
      const { begun, ends, refolded, run } = played(trees, chance);
      expect({ begun, ends }).toEqual(wanted);
      expect(refolded).toEqual(run);
      steps += begun.length;
    }),
    { numRuns: 600 },
  );
  // It would hold vacuously for runbooks that do nothing.
  expect(steps).toBeGreaterThan(1_000);
});
