/** A run as the model sees it, and how it reads in one line. */
import type { Book, Change } from './books.ts';
import type { Who } from './happenings.ts';

export interface Step {
  readonly is:
    | 'idle'
    | 'waits for the target'
    | 'planning'
    | 'asks'
    | 'lapsed'
    | 'in hand'
    | 'nobody knows'
    | 'done'
    | 'left out'
    | 'not done';
  /** Counts plans: each asks for a yes of its own. */
  readonly attempt: number;
  /** Who said yes to the plan that is shown. */
  readonly by: readonly Who[];
  /** The groups that were read at each of these clicks. */
  readonly heard: readonly (readonly string[])[];
  readonly until: number;
  /** Its card stands: a click on a copy of it does not count. */
  readonly carded: boolean;
  readonly drifts: number;
  /** It was handed to a worker since the option was chosen. */
  readonly used: boolean;
  readonly undo: 'no' | 'may be' | 'asked for';
}

export interface World {
  readonly book: Book;
  now: number;
  is: 'none' | 'running' | 'done' | 'failed' | 'aborted';
  steps: Step[];
  /** Which option was chosen, and by whom; `open` while it is asked. */
  choice: 'none' | 'open' | { readonly option: string; readonly by: Who };
  /** Whether this run holds the target, or another does. */
  holds: boolean;
  busy: boolean;
  lookAt: number;
  paused: boolean;
  stopping: boolean;
  incidentOver: boolean;
  acts: string[];
}

const IDLE: Step = {
  is: 'idle',
  attempt: 0,
  by: [],
  heard: [],
  until: 0,
  carded: false,
  drifts: 0,
  used: false,
  undo: 'no',
};

export const nothing = (book: Book): World => ({
  book,
  now: 0,
  is: 'none',
  steps: book.changes.map(() => IDLE),
  choice: 'none',
  holds: false,
  busy: false,
  lookAt: 0,
  paused: false,
  stopping: false,
  incidentOver: false,
  acts: [],
});

export const copied = (w: World, now: number): World => ({ ...w, now, steps: [...w.steps], acts: [] });

/** The step that is under way, or was last; the first one while none began. */
export function current(w: World): number {
  const { choice } = w;
  if (typeof choice === 'object') return w.book.changes.findIndex((c) => c.option === choice.option);
  const begun = w.steps.findLastIndex((s) => s.is !== 'idle');
  return Math.max(0, begun);
}

export const stepAt = (w: World, i: number): Step => w.steps[i] ?? IDLE;
export const changeAt = (w: World, i: number): Change => {
  const change = w.book.changes[i];
  if (!change) throw new Error(`there is no change ${i}`);
  return change;
};

export function timers(w: World): string[] {
  if (w.is !== 'running') return [];
  const s = stepAt(w, current(w));
  if (s.is === 'asks') return [`expire @${s.until}`];
  return s.is === 'waits for the target' ? [`look @${w.lookAt}`] : [];
}

export function told(w: World): string {
  if (w.is === 'none') return 'nothing';
  let line: string = w.is;
  if (w.is === 'running' && w.paused) line += ', paused';
  if (w.is === 'running' && w.stopping) line += ', stopping';
  if (w.is === 'running' && w.holds) line += ' | holds the target';
  if (w.choice !== 'none') line += ` | ${w.choice === 'open' ? 'asks which way' : w.choice.option}`;
  for (const [i, s] of w.steps.entries()) {
    line += ` | ${w.book.changes[i]?.path} ${s.is}`;
    if (s.attempt > 0) line += ` #${s.attempt}`;
    if (s.is === 'asks') line += ` until ${s.until}, yes: ${s.by.join(', ')}`;
    if (s.undo === 'asked for') line += ', being undone';
  }
  return line;
}
