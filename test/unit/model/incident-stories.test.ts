/** Long stories of an incident, made up by chance and cut down to what matters when one goes wrong. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { incidentAggregate } from '../../../src/domain/incident/decide.ts';
import { checked } from '../../support/decided.ts';
import { telling } from './differs.ts';
import { COMMANDS, type Command, does, down, pass } from './incident/commands.ts';
import { ADA, EVE, GRACE, type Happening, STRANGER } from './incident/happenings.ts';
import { type Matrix, RICH, SEED } from './incident/matrices.ts';
import { type IncidentRules, Stage } from './incident/stage.ts';
import { tally } from './tally.ts';

const MINUTE = 60_000;
const TARGETS = [...new Set([SEED, RICH].flatMap((m) => m.rungs.flatMap((r) => r.page)))];

/** Boundaries of the matrices, around them, and anything between. */
const minutes = fc.oneof(
  fc
    .tuple(fc.constantFrom(0, 1, 2, 5, 10, 12, 15, 20, 30), fc.constantFrom(-1, 0, 1))
    .map(([m, ms]) => m * MINUTE + ms),
  fc.integer({ min: 0, max: 60 * MINUTE }),
);
const spent = (ms: number) => Math.max(0, ms);

/** A target that need not be paged, of the generation that is now or the one before. */
const paged = fc.record({ target: fc.constantFrom(...TARGETS), back: fc.constantFrom(0, 0, 0, 1) });
type Paged = Extract<Happening, { target: string; generation: number }>;
const ofPages = fc.constantFrom<readonly [string, (target: string, generation: number) => Paged]>(
  ['taken', (target, generation) => ({ does: 'took', anybody: true, target, generation })],
  ['taken for nobody', (target, generation) => ({ does: 'took', anybody: false, target, generation })],
  ['refused', (target, generation) => ({ does: 'refused', target, generation })],
  ['nobody to tell of it', (target, generation) => ({ does: 'looked', anybody: false, target, generation })],
  ['somebody told of it', (target, generation) => ({ does: 'looked', anybody: true, target, generation })],
  ['silenced', (target, generation) => ({ does: 'silenced', target, generation })],
  ['closed', (target, generation) => ({ does: 'closed', target, generation })],
  ['not closed', (target, generation) => ({ does: 'stuck', action: 'resolve', target, generation })],
  ['ringing', (target, generation) => ({ does: 'rings', target, generation })],
  ['acked there by Ada', (target, generation) => ({ does: 'acked there', by: ADA, target, generation })],
  ['acked there by a stranger', (target, generation) => ({ does: 'acked there', by: STRANGER, target, generation })],
  ['acked there', (target, generation) => ({ does: 'acked there', target, generation })],
  ['resolved there by Ada', (target, generation) => ({ does: 'resolved there', by: ADA, target, generation })],
  ['resolved there', (target, generation) => ({ does: 'resolved there', target, generation })],
);

const person = fc.constantFrom(ADA, GRACE, EVE);
const chat: fc.Arbitrary<Happening> = fc
  .constantFrom('opened' as const, 'failed' as const, 'carded' as const)
  .map((what) => ({ does: 'chat', what }));
const typed: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ does: fc.constant('ack' as const), by: person, ms: minutes }),
  fc.record({
    does: fc.constant('escalate' as const),
    by: person,
    to: fc.constantFrom<number | 'next'>('next', 1, 2, 4, 6, 9),
  }),
  fc.record({ does: fc.constant('update' as const), by: person, next: minutes }),
  fc.record({ does: fc.constantFrom('join' as const, 'reopen' as const, 'resolve' as const), by: person }),
  fc.record({ does: fc.constant('run' as const), by: person, known: fc.boolean() }),
  fc.record({ does: fc.constantFrom('began' as const, 'moved' as const), run: fc.integer({ min: 1, max: 3 }) }),
  chat,
);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...COMMANDS) },
  { weight: 2, arbitrary: typed.map((h) => does(JSON.stringify(h), h)) },
  {
    weight: 3,
    arbitrary: fc.tuple(ofPages, paged).map(
      ([[name, of], { target, back }]): Command => ({
        name: `the page of ${target} is ${name}${back ? ', of the generation before' : ''}`,
        play: (stage, scene) => stage.step(scene, of(target, scene.world.generation - back)),
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: minutes.map(
      (ms): Command => ({
        name: `${ms} ms pass`,
        play: (stage, s) => pass(stage, s, s.now + spent(ms)),
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(minutes, fc.boolean()).map(
      ([ms, backwards]): Command => ({
        name: `${ms} ms of outage${backwards ? ', the last timer first' : ''}`,
        play: (stage, s) =>
          down(stage, s, s.now + spent(ms), (a, b) => (backwards ? b.dueAt - a.dueAt : a.dueAt - b.dueAt)),
      }),
    ),
  },
);

interface Story {
  readonly matrix: Matrix;
  readonly severity: 'p1' | 'p2' | 'p3' | 'p4';
  readonly commands: readonly Command[];
}

/** A counterexample reads as what people did. */
const story: fc.Arbitrary<Story> = fc
  .record({
    matrix: fc.constantFrom(SEED, RICH),
    severity: fc.constantFrom('p1' as const, 'p2' as const, 'p3' as const, 'p4' as const),
    commands: fc.array(command, { minLength: 1, maxLength: 30 }),
  })
  .map((s) => ({
    ...s,
    [fc.toStringMethod]: () => [s.matrix.name, s.severity, ...s.commands.map((c) => c.name)].join(' → '),
  }));

/** The same rules, and what must hold of every decision: it can be stored, and would be the same again. */
const careful: IncidentRules = {
  ...incidentAggregate,
  decide(state, input, context) {
    const decided = incidentAggregate.decide(state, input, context);
    checked(decided);
    if (!isDeepStrictEqual(decided, incidentAggregate.decide(state, input, context)))
      throw new Error(`${input.type} decides differently when asked again`);
    return decided;
  },
};

it('of an incident, long and winding: the model knows how each goes on, until three hours later', () => {
  const since = performance.now();
  let steps = 0;
  fc.assert(
    fc.property(story, ({ matrix, severity, commands }) => {
      const stage = new Stage(careful, matrix);
      let scene = stage.step(stage.empty(), { does: 'declare', severity });
      for (const c of commands) {
        scene = telling(c.name, () => c.play(stage, scene));
        stage.checkFold(scene);
      }
      scene = telling('three hours pass', () => pass(stage, scene, scene.now + 180 * MINUTE));
      stage.checkFold(scene);
      steps += stage.steps;
    }),
    { numRuns: 150 },
  );
  tally('stories', steps, since);
});

it('where nothing was declared everything is refused', () => {
  const stage = new Stage(careful, SEED);
  for (const c of COMMANDS) expect(c.play(stage, stage.empty()).state).toBeUndefined();
  expect(stage.steps).toBeGreaterThan(30);
});
