/** Where the trees of runs begin. */
import { A_CHOICE, type Book, oneChange, TWO_CHANGES } from './books.ts';
import { ADA, GRACE, LINUS, pass } from './commands.ts';
import type { Happening } from './happenings.ts';
import type { Scene, Stage } from './stage.ts';

export interface Start {
  readonly name: string;
  readonly book: Book;
  of(stage: Stage): Scene;
}

const after =
  (...all: readonly Happening[]) =>
  (stage: Stage): Scene =>
    all.reduce((s, h) => stage.step(s, h), stage.empty());

const START: Happening = { does: 'start' };
const PLANNED: Happening = { does: 'planned' };
const CARDED: Happening = { does: 'carded' };
const GRACE_SAYS_YES: Happening = { does: 'approve', by: GRACE, button: 'shown' };
const LINUS_SAYS_YES: Happening = { does: 'approve', by: LINUS, button: 'shown' };
const DONE: Happening = { does: 'settled', ok: true };
const DRIFTED: Happening = { does: 'drifted' };
const ASKED: readonly Happening[] = [START, PLANNED, CARDED];
const IN_HAND: readonly Happening[] = [...ASKED, GRACE_SAYS_YES, LINUS_SAYS_YES];
const UP: Happening = { does: 'choose', by: LINUS, option: 'Scale up' };

const OF_BOTH = oneChange({ from: ['sre', 'leads'], min: 2, distinct: true, requester: false, expires: 300_000 });

export const STARTS: readonly Start[] = [
  { name: 'not started', book: TWO_CHANGES, of: (stage) => stage.empty() },
  { name: 'the target is another run’s', book: TWO_CHANGES, of: after({ does: 'busy' }, START) },
  { name: 'asked', book: TWO_CHANGES, of: after(...ASKED) },
  { name: 'one yes of two', book: TWO_CHANGES, of: after(...ASKED, GRACE_SAYS_YES) },
  { name: 'one yes of two groups', book: OF_BOTH, of: after(...ASKED, GRACE_SAYS_YES) },
  { name: 'lapsed', book: TWO_CHANGES, of: (stage) => pass(stage, after(...ASKED)(stage), 300_000) },
  { name: 'in hand', book: TWO_CHANGES, of: after(...IN_HAND) },
  {
    name: 'drifted twice, in hand again',
    book: TWO_CHANGES,
    of: after(...IN_HAND, DRIFTED, ...IN_HAND.slice(1), DRIFTED, ...IN_HAND.slice(1)),
  },
  { name: 'the second change is asked for', book: TWO_CHANGES, of: after(...IN_HAND, DONE, PLANNED) },
  { name: 'it failed', book: TWO_CHANGES, of: after(...IN_HAND, { does: 'settled', ok: false }) },
  { name: 'paused in hand', book: TWO_CHANGES, of: after(...IN_HAND, { does: 'pause', by: LINUS }) },
  { name: 'nobody knows', book: TWO_CHANGES, of: after(...IN_HAND, { does: 'unknown' }) },
  {
    name: 'all is done',
    book: TWO_CHANGES,
    of: after(...IN_HAND, DONE, PLANNED, { does: 'approve', by: ADA, button: 'shown' }, DONE),
  },
  { name: 'asked which way', book: A_CHOICE, of: after(START) },
  { name: 'Linus chose, and is not asked', book: A_CHOICE, of: after(START, UP, PLANNED, CARDED) },
  { name: 'chosen and in hand', book: A_CHOICE, of: after(START, UP, PLANNED, GRACE_SAYS_YES) },
];
