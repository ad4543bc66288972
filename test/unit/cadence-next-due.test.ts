/** Wall time and changed clocks: once for each day it recurs on, at its hour, wherever the place is. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { DAYS } from '../../src/domain/approval/model.ts';
import { PERIODS, type Recurrence } from '../../src/domain/cadence/model.ts';
import { nextDue } from '../../src/domain/cadence/next-due.ts';

const at = (iso: string, zone = 'Europe/Prague') => DateTime.fromISO(iso, { zone }).toMillis();
const iso = (ms: number, zone = 'Europe/Prague') => DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
const NINE = 9 * 60;
const daily: Recurrence = { every: 'day', at: NINE, zone: 'Europe/Prague' };

test.each<[string, Recurrence, string, string]>([
  ['today, still', daily, '2026-11-27T08:59', '2026-11-27T09:00'],
  ['at the moment itself, tomorrow', daily, '2026-11-27T09:00', '2026-11-28T09:00'],
  ['no working day', { ...daily, every: 'weekday' }, '2026-11-27T09:00', '2026-11-30T09:00'],
  ['a week begins on Monday', { ...daily, every: 'week' }, '2026-11-27T09:00', '2026-11-30T09:00'],
  ['on another day', { ...daily, every: 'week', on: 'thu' }, '2026-11-27T09:00', '2026-12-03T09:00'],
  ['the first of the month', { ...daily, every: 'month' }, '2026-11-27T09:00', '2026-12-01T09:00'],
  ['a day February does not have', { ...daily, every: 'month', on: 31 }, '2027-02-01T09:00', '2027-02-28T09:00'],
  ['the last day', { ...daily, every: 'month', on: 'last' }, '2028-02-01T09:00', '2028-02-29T09:00'],
  ['the quarter', { ...daily, every: 'quarter', on: 2 }, '2026-11-27T09:00', '2027-01-02T09:00'],
  [
    'the last day of its first month',
    { ...daily, every: 'quarter', on: 'last' },
    '2026-11-27T09:00',
    '2027-01-31T09:00',
  ],
])('%s', (_, recurs, after, due) => {
  expect(iso(nextDue(recurs, at(after)))).toBe(due);
});

test('where the clocks jump at midnight, an hour of the evening is of that day', () => {
  const cairo: Recurrence = { every: 'quarter', on: 30, at: 23 * 60, zone: 'Africa/Cairo' };
  expect(iso(nextDue(cairo, at('2027-04-01T00:00')), 'Africa/Cairo')).toBe('2027-04-30T23:00');
});

test('an hour the clocks skip comes as much later, one they repeat comes once', () => {
  const half = (zone: string): Recurrence => ({ every: 'day', at: 150, zone });
  // 2027-03-28 02:00 → 03:00, 2026-10-25 03:00 → 02:00
  expect(iso(nextDue(half('Europe/Prague'), at('2027-03-28T00:00')))).toBe('2027-03-28T03:30');
  const first = nextDue(half('Europe/Prague'), at('2026-10-25T00:00'));
  expect(new Date(first).toISOString()).toBe('2026-10-25T00:30:00.000Z');
  expect(iso(nextDue(half('Europe/Prague'), first))).toBe('2026-10-26T02:30');
});

const zones = [
  'Europe/Prague',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Sao_Paulo',
  'UTC',
  'Africa/Cairo',
];
const recurrence = fc.record({
  every: fc.constantFrom(...PERIODS),
  day: fc.constantFrom(...DAYS),
  date: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)),
  at: fc.integer({ min: 0, max: 24 * 60 - 1 }),
  zone: fc.constantFrom(...zones),
});

test('every day it recurs on has exactly one time, and that is its hour unless the clocks skip it', () => {
  fc.assert(
    fc.property(recurrence, fc.integer({ min: at('2026-01-01'), max: at('2029-01-01') }), (r, from) => {
      const on = r.every === 'week' ? r.day : r.every === 'month' || r.every === 'quarter' ? r.date : undefined;
      const recurs: Recurrence = { every: r.every, at: r.at, zone: r.zone, ...(on === undefined ? {} : { on }) };
      let last = from;
      let lastDay = '';
      for (let n = 0; n < 20; n++) {
        const due = nextDue(recurs, last);
        expect(due).toBeGreaterThan(last);
        const there = DateTime.fromMillis(due, { zone: r.zone });
        const day = there.toISODate() ?? '';
        expect(day > lastDay).toBe(true);
        const minute = there.hour * 60 + there.minute;
        if (minute !== r.at) {
          // Skipped: no clock there shows that time on that day.
          const wall = DateTime.fromObject(
            { year: there.year, month: there.month, day: there.day, hour: Math.floor(r.at / 60), minute: r.at % 60 },
            { zone: r.zone },
          );
          expect(wall.hour * 60 + wall.minute).not.toBe(r.at);
        }
        // Nothing lies between: from anywhere before it, it is the next one.
        expect(nextDue(recurs, last + Math.floor((due - last) / 2))).toBe(due);
        if (r.every === 'day' && lastDay !== '') {
          const days = Math.round(DateTime.fromISO(day).diff(DateTime.fromISO(lastDay), 'days').days);
          expect(days).toBe(1);
        }
        if (r.every === 'week') expect(DAYS[there.weekday - 1]).toBe(r.day);
        if (r.every === 'weekday') expect(there.weekday).toBeLessThanOrEqual(5);
        if (r.every === 'quarter') expect([1, 4, 7, 10]).toContain(there.month);
        lastDay = day;
        last = due;
      }
    }),
    { numRuns: 100 },
  );
});
