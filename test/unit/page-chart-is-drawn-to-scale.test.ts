/** The error rate's drawing: which points, where, between which round numbers, and what it says in words. */
import {
  areaPath,
  chartWords,
  linePath,
  type Point,
  shareTicks,
  shareWords,
  shown,
  timeTicks,
  topFor,
  xOf,
  yOf,
} from '../../src/sandbox/page/panels/chart-scale.ts';

const MINUTE = 60_000;
const scale = { from: 0, to: 30 * MINUTE, most: 0.5, width: 300, height: 100 };

describe('the value axis', () => {
  it.each([
    [0, 0.001, 0.002],
    [0.0019, 0.001, 0.002],
    [0.004, 0.001, 0.005],
    [0.43, 0.001, 0.5],
    [1, 0.001, 1],
    [0, 0.3, 0.5],
  ])('for a highest of %d with a limit of %d ends at %d', (highest, limit, top) =>
    expect(topFor(highest, limit)).toBe(top),
  );

  it('has its middle named', () => expect(shareTicks(0.5)).toEqual([0, 0.25, 0.5]));
});

describe('the time axis', () => {
  it('is marked at round times, and not too often', () => {
    const from = Date.UTC(2026, 10, 21, 8, 47, 12);
    const ticks = timeTicks(from, from + 30 * MINUTE, 4);
    expect(ticks.map((t) => new Date(t).toISOString().slice(11, 19))).toEqual(['08:50:00', '09:00:00', '09:10:00']);
  });

  it('has round hours where the reader is', () => {
    const offset = 5.5 * 60 * MINUTE;
    const from = Date.UTC(2026, 10, 21, 0, 10);
    const local = timeTicks(from, from + 4 * 60 * MINUTE, 4, offset).map((t) => (t + offset) % (60 * MINUTE));
    expect(local).toEqual([0, 0, 0, 0]);
  });
});

describe('points', () => {
  const every5s: Point[] = Array.from({ length: 720 }, (_, n) => [n * 5_000, n === 100 ? 0.9 : 0.001]);

  it('begin with the last one before the left edge', () => {
    expect(shown(every5s, 12_000, 30_000, 300)[0]).toEqual([10_000, 0.001]);
    expect(shown(every5s, 12_000, 30_000, 300).at(-1)).toEqual([30_000, 0.001]);
  });

  it('are thinned without hiding a peak or the present', () => {
    const few = shown(every5s, 0, 3_595_000, 60);
    expect(few.length).toBeLessThanOrEqual(62);
    expect(few).toContainEqual([500_000, 0.9]);
    expect(few.at(-1)).toEqual([3_595_000, 0.001]);
  });

  it('are none where nothing was measured', () => expect(shown([], 0, 1_000, 10)).toEqual([]));

  it('stand where they belong, and not above the top', () => {
    expect([xOf(scale, 15 * MINUTE), yOf(scale, 0.25)]).toEqual([150, 50]);
    expect(yOf(scale, 0.9)).toBe(0);
    expect(yOf(scale, 0)).toBe(100);
  });

  it('become a line that begins at the edge, and an area that is closed at the axis', () => {
    const two: Point[] = [
      [-MINUTE, 0],
      [15 * MINUTE, 0.5],
    ];
    expect(linePath(scale, two)).toBe('M0 100L150 0');
    expect(areaPath(scale, two)).toBe('M0 100L150 0L150 100L0 100Z');
    expect(areaPath(scale, [])).toBe('');
  });
});

it.each([
  [0, '0 %'],
  [0.00004, '< 0.01 %'],
  [0.001, '0.1 %'],
  [0.0015, '0.15 %'],
  [0.042, '4.2 %'],
  [0.43, '43 %'],
  [1, '100 %'],
])('words a share of %d as %s', (share, words) => expect(shareWords(share)).toBe(words));

it('says in words what one would see', () => {
  const time = (ms: number) => `t${ms}`;
  expect(chartWords([], 0.001, time)).toBe('No measurements yet.');
  expect(
    chartWords(
      [
        [1, 0.0004],
        [2, 0.43],
        [3, 0.0005],
      ],
      0.001,
      time,
    ),
  ).toBe('From t1 to t3. Now 0.05 %, below the limit of 0.1 %. The highest was 43 % at t2.');
  expect(chartWords([[1, 0.2]], 0.001, time)).toBe('From t1 to t1. Now 20 %, above the limit of 0.1 %.');
});
