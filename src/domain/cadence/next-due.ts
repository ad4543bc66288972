/** When a task is due next: wall time of its place, counted in days, so that changed clocks move no task to another day. */
import { DateTime } from 'luxon';
import { DAYS } from '../approval/model.ts';
import type { Recurrence } from './model.ts';

const FRIDAY = 5;
const OF_A_DAY = 24 * 60;
/** Two quarters and a day: more than the longest way to the next one. */
const FARTHEST_DAYS = 200;

/** The day itself is one on which it recurs. */
function recursOn({ every, on }: Recurrence, day: DateTime): boolean {
  const month = on ?? 1;
  const dayOfMonth = typeof month === 'number' ? Math.min(month, day.daysInMonth ?? month) : day.daysInMonth;
  switch (every) {
    case 'day':
      return true;
    case 'weekday':
      return day.weekday <= FRIDAY;
    case 'week':
      return DAYS[day.weekday - 1] === (on ?? 'mon');
    case 'month':
      return day.day === dayOfMonth;
    case 'quarter':
      return (day.month - 1) % 3 === 0 && day.day === dayOfMonth;
  }
}

const minuteOf = (there: DateTime): number => there.hour * 60 + there.minute;

/**
 * An hour the clocks skip is as much later as they jump; of one they repeat it is the first. Counted from midnight, because what
 * a library makes of such an hour may depend on the season it is asked in.
 */
function onDay({ at }: Recurrence, midnight: DateTime): number {
  const counted = midnight.plus({ minutes: at });
  const apart = at - minuteOf(counted);
  // Clocks that jump at midnight take the count over the end of the day: the shorter way is meant.
  const moved = counted.plus({ minutes: ((apart + 1.5 * OF_A_DAY) % OF_A_DAY) - OF_A_DAY / 2 });
  return (minuteOf(moved) === at ? moved : counted).toMillis();
}

/** The first one after this moment; both in milliseconds since the epoch. */
export function nextDue(recurs: Recurrence, after: number): number {
  const today = DateTime.fromMillis(after, { zone: recurs.zone }).startOf('day');
  for (let n = 0; n <= FARTHEST_DAYS; n++) {
    const day = today.plus({ days: n });
    const due = recursOn(recurs, day) ? onDay(recurs, day.startOf('day')) : after;
    if (due > after) return due;
  }
  throw new Error(`a task that recurs every ${recurs.every} is never due`);
}
