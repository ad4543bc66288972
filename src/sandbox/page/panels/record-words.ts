/** The record's counts, and what one can say of them: which only ever grow, and whether they did. */
import type { RecordSection } from '../../control/wire.ts';

export interface CountRow {
  readonly key: keyof RecordSection;
  readonly name: string;
  readonly explains: string;
  readonly before: number | undefined;
  readonly now: number | undefined;
}

const ROWS: readonly (readonly [keyof RecordSection, string, string])[] = [
  ['inputs', 'Inputs', 'Everything that was ever said to the bot, once each'],
  ['timeline', 'Timeline', 'What happened in the incidents, hash-chained'],
  ['done', 'Effects done', 'Messages, pages and timers that were carried out'],
  ['due', 'Due now', 'To be done at once'],
  ['inHand', 'In hand', 'A worker is at it'],
  ['later', 'Later', 'Timers that wait for their time'],
  ['queue', 'In the queue', 'Hints that ring the workers; the record holds the work itself'],
];

export function countRows(now: RecordSection, before?: RecordSection): CountRow[] {
  return ROWS.filter(([key]) => now[key] !== undefined).map(([key, name, explains]) => ({
    key,
    name,
    explains,
    before: before?.[key],
    now: now[key],
  }));
}

/** What can only grow. */
const LASTING = ['inputs', 'timeline', 'done'] as const;

export function shrunk(before: RecordSection, now: RecordSection): string[] {
  return ROWS.filter(([key]) => LASTING.some((l) => l === key) && (now[key] ?? 0) < (before[key] ?? 0)).map(
    ([, name]) => name,
  );
}

export interface Verdict {
  readonly tone: 'good' | 'bad' | 'warn';
  readonly text: string;
}

/** What a look at the record says after a fault. */
export function verdict(before: RecordSection, now: RecordSection): Verdict {
  const less = shrunk(before, now);
  if (less.length > 0) return { tone: 'bad', text: `Fewer than before: ${less.join(', ')}.` };
  const open = now.due + now.inHand;
  if (open > 0)
    return {
      tone: 'warn',
      text: `Nothing is lost: ${open} ${open === 1 ? 'effect waits' : 'effects wait'} in the record until it can be done.`,
    };
  return { tone: 'good', text: 'Nothing was lost, and everything that was due is done.' };
}
