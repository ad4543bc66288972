/** When people are at work: days and hours on the wall of one place. */
import { DateTime } from 'luxon';

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

export interface Calendar {
  /** `Europe/Prague` */
  readonly zone: string;
  readonly days: readonly Day[];
  /** Minutes since midnight; `to` is after the last minute of work. */
  readonly from: number;
  readonly to: number;
  /** `2026-12-24`: nobody works, whatever day it is. */
  readonly holidays: readonly string[];
}

/** `at` in milliseconds since the epoch. */
export function isOffHours(calendar: Calendar, at: number): boolean {
  const there = DateTime.fromMillis(at, { zone: calendar.zone });
  const day = DAYS[there.weekday - 1];
  if (day === undefined || !calendar.days.includes(day)) return true;
  if (calendar.holidays.includes(there.toISODate() ?? '')) return true;
  const minute = there.hour * 60 + there.minute;
  return minute < calendar.from || minute >= calendar.to;
}
