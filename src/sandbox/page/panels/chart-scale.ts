/** From points to a drawing: which of them are shown, where they stand, and which round numbers stand beside the axes. */

export type Point = readonly [at: number, share: number];

export interface Scale {
  readonly from: number;
  readonly to: number;
  /** Top of the value axis. */
  readonly most: number;
  readonly width: number;
  readonly height: number;
}

export const xOf = (s: Scale, at: number): number => ((at - s.from) / Math.max(1, s.to - s.from)) * s.width;
export const yOf = (s: Scale, share: number): number => s.height - (Math.min(share, s.most) / s.most) * s.height;

const TOPS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** The lowest round top that leaves the highest point and the threshold below it. */
export function topFor(highest: number, threshold: number): number {
  const needed = Math.max(highest, threshold * 1.2);
  return TOPS.find((t) => t >= needed) ?? 1;
}

/** Nothing, half and all of the value axis. */
export const shareTicks = (most: number): number[] => [0, most / 2, most];

const STEPS = [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400].map((s) => s * 1_000);

/** Round times between the ends, at most so many. `offset` is what local time is ahead of UTC, so that hours are round there. */
export function timeTicks(from: number, to: number, most: number, offset = 0): number[] {
  const step = STEPS.find((s) => (to - from) / s <= most) ?? to - from;
  const ticks: number[] = [];
  for (let t = Math.ceil((from + offset) / step) * step; t <= to + offset; t += step) ticks.push(t - offset);
  return ticks;
}

/** Points between the ends, with the last one before so that the line begins at the edge; of crowds only the highest. */
export function shown(points: readonly Point[], from: number, to: number, columns: number): Point[] {
  const first = points.findLastIndex(([at]) => at <= from);
  const inside = points.slice(Math.max(0, first)).filter(([at]) => at <= to);
  if (inside.length <= columns) return inside;
  const wide = (to - from) / columns;
  const kept = new Map<number, Point>();
  for (const p of inside) {
    const column = Math.floor((p[0] - from) / wide);
    const other = kept.get(column);
    if (!other || p[1] >= other[1]) kept.set(column, p);
  }
  const last = inside.at(-1);
  const all = [...kept.values()];
  return last && all.at(-1) !== last ? [...all, last] : all;
}

/** A straight line from point to point. */
export function linePath(s: Scale, points: readonly Point[]): string {
  const at = (p: Point): string => `${round(xOf(s, Math.max(p[0], s.from)))} ${round(yOf(s, p[1]))}`;
  return points.map((p, n) => `${n === 0 ? 'M' : 'L'}${at(p)}`).join('');
}

/** The same, closed down to the axis. */
export function areaPath(s: Scale, points: readonly Point[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  const x = (p: Point): number => round(xOf(s, Math.max(p[0], s.from)));
  return `${linePath(s, points)}L${x(last)} ${s.height}L${x(first)} ${s.height}Z`;
}

const round = (n: number): number => Math.round(n * 10) / 10;

/** `0 %`, `0.15 %`, `4.2 %`, `58 %`. */
export function shareWords(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0 %';
  if (percent < 0.01) return '< 0.01 %';
  if (percent < 1) return `${Number(percent.toFixed(2))} %`;
  return `${Number(percent.toFixed(percent < 10 ? 1 : 0))} %`;
}

/** What the drawing says, for who cannot see it. */
export function chartWords(points: readonly Point[], threshold: number, timeOf: (ms: number) => string): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'No measurements yet.';
  const high = points.reduce((a, b) => (b[1] > a[1] ? b : a));
  const side = last[1] > threshold ? 'above' : 'below';
  const peak = high[1] > last[1] ? ` The highest was ${shareWords(high[1])} at ${timeOf(high[0])}.` : '';
  return (
    `From ${timeOf(first[0])} to ${timeOf(last[0])}. Now ${shareWords(last[1])}, ` +
    `${side} the limit of ${shareWords(threshold)}.${peak}`
  );
}
