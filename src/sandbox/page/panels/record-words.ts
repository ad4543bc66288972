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
  ['inputs', 'Inputs', 'everything that was ever said to the bot, once each'],
  ['timeline', 'Timeline', 'what happened in the incidents; nobody can change it later'],
  ['done', 'Done', 'messages, pages and timers that were carried out'],
  ['due', 'Due now', 'to be done at once'],
  ['inHand', 'In hand', 'a worker is at it'],
  ['later', 'Later', 'timers that wait for their time'],
  ['queue', 'Queue', 'hints that ring the workers; the work itself is in the record'],
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

/** `+3`, `-2`; nothing when it stands, or when there is nothing to compare with. */
export function changeWords({ before, now }: Pick<CountRow, 'before' | 'now'>): string {
  const change = (now ?? 0) - (before ?? now ?? 0);
  if (change === 0) return '';
  return change > 0 ? `+${change}` : `\u2212${-change}`;
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
