/** Lengths and times as the panels word them. */
import {
  age,
  countdown,
  lengthWords,
  secondsTime,
  shortDate,
  timeOrDay,
  weekday,
} from '../../src/sandbox/page/panels/span-words.ts';

const AT = Date.UTC(2026, 10, 21, 3, 4, 5);

it.each([
  [-5, '0:00'],
  [1, '0:01'],
  [7_000, '0:07'],
  [252_000, '4:12'],
  [3_723_000, '1:02:03'],
])('counts %d ms down as %s', (ms, words) => expect(countdown(ms)).toBe(words));

it.each([
  [-1, '0s'],
  [119_999, '119s'],
  [120_000, '2m'],
  [7_199_999, '119m'],
  [7_200_000, '2h'],
  [172_800_000, '2d'],
])('prints an age of %d ms as %s', (ms, words) => expect(age(ms)).toBe(words));

it.each([
  [1_000, '1 second'],
  [45_000, '45 seconds'],
  [60_000, '1 minute'],
  [300_000, '5 minutes'],
  [252_000, '4 min 12 s'],
  [3_600_000, '1 hour'],
  [7_200_000, '2 hours'],
  [3_900_000, '1 h 5 min'],
])('words %d ms as %s', (ms, words) => expect(lengthWords(ms)).toBe(words));

it('tells times in the zone of the reader', () => {
  expect(secondsTime(AT, 'UTC')).toBe('03:04:05');
  expect(secondsTime(AT, 'Europe/Berlin')).toBe('04:04:05');
  expect(weekday(AT, 'UTC')).toBe('Saturday');
  expect(weekday(AT, 'Pacific/Honolulu')).toBe('Friday');
  expect(shortDate(AT, 'UTC')).toBe('21 Nov 2026');
});

it('names the day of what was not today', () => {
  expect(timeOrDay(AT, AT + 60_000, 'UTC')).toBe('03:04:05');
  expect(timeOrDay(AT, AT + 86_400_000, 'UTC')).toBe('21 Nov, 03:04:05');
});
