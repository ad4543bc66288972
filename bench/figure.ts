/** One measured figure: what was reached, against what, and whether that is enough. */

export interface Figure {
  /** `steps per second of runs, 10 at a time, on redis, against DBOS`. */
  readonly what: string;
  /** Median of the repetitions, with the least and the most. */
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
  /** What it is divided by, measured in the same run. */
  readonly against?: { readonly name: string; readonly value: number };
  /** `value / against`; or the value itself where the target is absolute. */
  readonly ratio?: number;
  /** Named as in the targets: `P1`. */
  readonly target?: { readonly name: string; readonly is: 'at least' | 'at most'; readonly than: number };
  readonly reached?: boolean;
}

export const median = (of: readonly number[]): number =>
  [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;

export function quantile(of: readonly number[], q: number): number {
  const sorted = [...of].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export function figure(
  what: string,
  unit: string,
  values: readonly number[],
  more: Pick<Figure, 'against' | 'target'> = {},
): Figure {
  const value = median(values);
  const ratio = more.against ? value / more.against.value : undefined;
  const judged = ratio ?? value;
  const { target } = more;
  return {
    what,
    unit,
    value,
    least: Math.min(...values),
    most: Math.max(...values),
    ...(more.against ? { against: more.against } : {}),
    ...(ratio === undefined ? {} : { ratio }),
    ...(target ? { target, reached: target.is === 'at least' ? judged >= target.than : judged <= target.than } : {}),
  };
}

const short = (n: number): string => (n >= 100 ? String(Math.round(n)) : n >= 10 ? n.toFixed(1) : n.toFixed(2));

export function tell(f: Figure): string {
  const range = f.least === f.most ? '' : ` [${short(f.least)}..${short(f.most)}]`;
  const ratio =
    f.against && f.ratio !== undefined ? ` = ${short(f.ratio)} × ${f.against.name} (${short(f.against.value)})` : '';
  const target = f.target ? `  ${f.reached ? '✓' : '✗'} ${f.target.name}: ${f.target.is} ${f.target.than}` : '';
  return `${f.what}: ${short(f.value)} ${f.unit}${range}${ratio}${target}`;
}
