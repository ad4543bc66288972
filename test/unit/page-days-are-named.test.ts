/** Times of the world in words, as a reader in one zone says them. */
import { agoWords, dayKey, dayWords, fullWords, timeWords } from '../../src/sandbox/page/state/world-time.ts';

const at = Date.UTC(2026, 2, 5, 23, 30, 5);
const MINUTE = 60_000;

it('tells time and day of the zone', () => {
  expect(timeWords(at, 'UTC')).toBe('23:30');
  expect(timeWords(at, 'Europe/Berlin')).toBe('00:30');
  expect(dayKey(at, 'UTC')).toBe('2026-03-05');
  expect(dayKey(at, 'Europe/Berlin')).toBe('2026-03-06');
  expect(fullWords(at, 'UTC')).toMatch(/^Thursday,? 5 March 2026 at 23:30:05$/);
});

it('names the days near now, and the year only when it is another one', () => {
  expect(dayWords(at, at + MINUTE, 'UTC')).toBe('Today');
  expect(dayWords(at, at + 60 * MINUTE, 'UTC')).toBe('Yesterday');
  expect(dayWords(at, at + 60 * MINUTE, 'Europe/Berlin')).toBe('Today');
  expect(dayWords(at, at + 72 * 60 * MINUTE, 'UTC')).toMatch(/^Thursday,? 5 March$/);
  expect(dayWords(at, Date.UTC(2027, 5, 1), 'UTC')).toMatch(/^Thursday,? 5 March 2026$/);
});

it('counts what is past in the largest whole unit', () => {
  const ago = (minutes: number) => agoWords(at, at + minutes * MINUTE);
  expect([0, 1, 5, 60, 150, 24 * 60, 72 * 60].map(ago)).toEqual([
    'just now',
    'a minute ago',
    '5 minutes ago',
    'an hour ago',
    '2 hours ago',
    'a day ago',
    '3 days ago',
  ]);
  expect(ago(-3)).toBe('just now');
});
