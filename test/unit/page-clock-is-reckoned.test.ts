/** Between two words of the server the page reckons world time: smoothly, and never far from what it was told. */
import { jumped, reckon, steadied, typedMinutes } from '../../src/sandbox/page/panels/clock-reckoning.ts';

const told = { now: 1_000_000, speed: 10, jumping: false };

describe('world time between two messages', () => {
  it('goes as fast as the world does', () => {
    expect(reckon({ clock: told, at: 500, connected: true }, 2_500)).toBe(1_020_000);
  });

  it('stands while the clock stands, while it jumps and while the server is not heard', () => {
    expect(reckon({ clock: { ...told, speed: 0 }, at: 500, connected: true }, 9_500)).toBe(1_000_000);
    expect(reckon({ clock: { ...told, jumping: true }, at: 500, connected: true }, 9_500)).toBe(1_000_000);
    expect(reckon({ clock: told, at: 500, connected: false }, 9_500)).toBe(1_000_000);
  });

  it('stops when the server has been silent for longer than it ever is', () => {
    const hour = reckon({ clock: told, at: 0, connected: true }, 3_600_000);
    expect(hour).toBe(reckon({ clock: told, at: 0, connected: true }, 60_000));
    expect(hour).toBeLessThanOrEqual(1_000_000 + 15_000 * 10);
  });

  it('is not before it was heard', () => {
    expect(reckon({ clock: told, at: 500, connected: true }, 400)).toBe(1_000_000);
  });
});

describe('what is shown', () => {
  it('goes on with time', () => expect(steadied(1_000, 1_200, 1)).toBe(1_200));
  it('waits instead of telling a second twice', () => expect(steadied(5_900, 5_000, 1)).toBe(5_900));
  it('goes back for a new world', () => expect(steadied(9_000_000, 5_000, 1)).toBe(5_000));
  it('knows that a moment is longer in a fast world', () => {
    expect(steadied(60_000, 0, 60)).toBe(60_000);
    expect(steadied(60_000, 0, 1)).toBe(0);
  });
});

it('says how much of a jump is behind', () => {
  expect(jumped(0, 300, 75)).toBe(0.25);
  expect(jumped(0, 300, 400)).toBe(1);
  expect(jumped(0, 300, -5)).toBe(0);
  expect(jumped(300, 300, 300)).toBe(1);
});

it.each([
  ['7', 420_000],
  [' 0.5 ', 30_000],
  ['1,5', 90_000],
  ['1440', 86_400_000],
])('reads %j as a jump', (text, ms) => expect(typedMinutes(text)).toBe(ms));

it.each(['', ' ', '0', '-3', 'soon', '1441', 'Infinity', '5 min'])('does not read %j as a jump', (text) =>
  expect(typedMinutes(text)).toBeUndefined(),
);
