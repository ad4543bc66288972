/** Whatever the order of clicks, lapses and drifts: a change is carried out exactly when enough different people may and did agree in time. */
import fc from 'fast-check';
import { runAggregate } from '../../../src/domain/runbook/decide.ts';
import { telling } from './differs.ts';
import { A_CHOICE, type Book, oneChange, TWO_CHANGES } from './run/books.ts';
import { COMMANDS, type Command, does, pass } from './run/commands.ts';
import type { Button, Click, Who } from './run/happenings.ts';
import { Stage } from './run/stage.ts';

const ACCOUNTS: { readonly [W in Who]: readonly string[] } = {
  ada: ['ada', 'U0ADA', 'slack:U0ADA', 'pagerduty:PADA001'],
  grace: ['grace', 'U0GRACE', 'pagerduty:PGRACE1'],
  linus: ['linus', 'slack:U0LINUS'],
  mona: ['mona', 'U0MONA'],
  eve: ['eve'],
};

const GATES = [1, 2, 3].flatMap((min) =>
  [true, false].flatMap((requester) =>
    [['sre'], ['leads'], ['sre', 'leads']].map((from) => ({ min, requester, from, expires: 300_000 })),
  ),
);
const DIFFERENT = [2, 3].flatMap((min) =>
  [true, false].map((requester) => ({ min, requester, from: ['sre', 'leads'], expires: 300_000, distinct: true })),
);
const BOOKS: readonly Book[] = [TWO_CHANGES, A_CHOICE, ...[...GATES, ...DIFFERENT].map(oneChange)];

const click: fc.Arbitrary<Click> = fc
  .record({
    who: fc.constantFrom<Who>('ada', 'grace', 'linus', 'mona', 'eve'),
    account: fc.nat(3),
    groups: fc.oneof(
      { weight: 3, arbitrary: fc.constant(['sre', 'leads']) },
      { weight: 1, arbitrary: fc.subarray(['sre', 'leads', 'responders']) },
    ),
  })
  .map(({ who, account, groups }) => ({ who, groups, account: ACCOUNTS[who][account % ACCOUNTS[who].length] ?? who }));

const button = fc.constantFrom<Button>('shown', 'shown', 'shown', 'shown', 'shown', 'old', 'another run’s', 'forged');
const what = fc.oneof(
  { weight: 9, arbitrary: fc.constant('approve' as const) },
  { weight: 1, arbitrary: fc.constant('reject' as const) },
);
const clicked = fc.tuple(what, click, button, fc.constantFrom(false, false, false, true));

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: clicked.map(([what, by, of, copied]) =>
      does(
        `${by.account} of ${by.groups.join(' and ') || 'nothing'}: ${what} the ${of} plan${copied ? ' on a copy' : ''}`,
        {
          does: what,
          by,
          button: of,
          ...(copied && of === 'shown' ? { copied } : {}),
        },
      ),
    ),
  },
  { weight: 4, arbitrary: fc.constant(does('a plan is made', { does: 'planned' })) },
  { weight: 2, arbitrary: fc.constantFrom(...COMMANDS) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(1, 60_000, 299_999, 300_000, 300_001).map(
      (ms): Command => ({
        name: `${ms} ms pass`,
        play: (stage, s) => pass(stage, s, s.now + ms),
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(60_000, 300_000).map(
      (ms): Command => ({
        name: `${ms} ms in which no timer fires`,
        play: (_, s) => ({ ...s, now: s.now + ms }),
      }),
    ),
  },
);

/** A counterexample reads as what people did. */
const story = fc
  .record({ book: fc.constantFrom(...BOOKS), commands: fc.array(command, { minLength: 5, maxLength: 40 }) })
  .map((s) => ({
    ...s,
    [fc.toStringMethod]: () => [s.book.name, ...s.commands.map((c) => c.name)].join(' → '),
  }));

it('executes ⇔ quorum of distinct, permitted, unexpired approvals of the plan that is shown; fold(timeline) = state', () => {
  let carriedOut = 0;
  fc.assert(
    fc.property(story, ({ book, commands }) => {
      const stage = new Stage(runAggregate, book);
      let scene = stage.step(stage.empty(), { does: 'start' });
      for (const c of commands) {
        const before = scene;
        scene = telling(c.name, () => c.play(stage, before));
        stage.checkFold(scene);
        if (scene !== before && scene.world.acts.some((a) => a.startsWith('execute'))) carriedOut += 1;
      }
    }),
    { numRuns: 1000 },
  );
  // It would hold vacuously if nobody ever got through.
  expect(carriedOut).toBeGreaterThan(100);
});
