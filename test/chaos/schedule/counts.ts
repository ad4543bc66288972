/** What happened over many schedules, as it is published. */

/** How often each duration came up: milliseconds, rounded to two digits. */
export type Spread = Record<string, number>;

export function note(spread: Spread, ms: number): void {
  const rounded = String(Number(Math.max(0, ms).toPrecision(2)));
  spread[rounded] = (spread[rounded] ?? 0) + 1;
}

export interface Counts {
  schedules: number;
  virtualHours: number;
  commands: number;
  incidents: number;
  processKills: number;
  processStops: number;
  postgresOutages: number;
  redisOutages: number;
  queuesEmptied: number;
  droppedCommitReplies: number;
  lostReplies: number;
  vendorErrors: number;
  doubleDeliveries: number;
  clockFaults: number;
  pagesExpected: number;
  alertsOpened: number;
  extraCopies: number;
  /** Milliseconds between a level's due time and its being reached, for levels reached by their timer. */
  lateness: Spread;
  /** Real milliseconds until an answer to Slack. */
  answers: Spread;
}

export const noCounts = (): Counts => ({
  schedules: 0,
  virtualHours: 0,
  commands: 0,
  incidents: 0,
  processKills: 0,
  processStops: 0,
  postgresOutages: 0,
  redisOutages: 0,
  queuesEmptied: 0,
  droppedCommitReplies: 0,
  lostReplies: 0,
  vendorErrors: 0,
  doubleDeliveries: 0,
  clockFaults: 0,
  pagesExpected: 0,
  alertsOpened: 0,
  extraCopies: 0,
  lateness: {},
  answers: {},
});

export function add(to: Counts, more: Counts): void {
  for (const [name, value] of Object.entries(more) as [keyof Counts, number | Spread][]) {
    if (typeof value === 'number') {
      (to[name] as number) += value;
      continue;
    }
    const spread = to[name] as Spread;
    for (const [ms, n] of Object.entries(value)) spread[ms] = (spread[ms] ?? 0) + n;
  }
}

/** The share `q` of them is not above this, milliseconds; 0 when there are none. */
export function quantile(of: Spread, q: number): number {
  const sorted = Object.entries(of)
    .map(([ms, n]) => ({ ms: Number(ms), n }))
    .sort((a, b) => a.ms - b.ms);
  let left = q * sorted.reduce((sum, s) => sum + s.n, 0);
  for (const { ms, n } of sorted) {
    left -= n;
    if (left <= 0) return ms;
  }
  return sorted.at(-1)?.ms ?? 0;
}
