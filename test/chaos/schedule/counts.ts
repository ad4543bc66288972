/** What happened over many schedules, as it is published. */

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
  lateness: number[];
  /** Real milliseconds until an answer to Slack. */
  answers: number[];
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
  lateness: [],
  answers: [],
});

export function add(to: Counts, more: Counts): void {
  for (const [name, value] of Object.entries(more) as [keyof Counts, number | number[]][]) {
    if (Array.isArray(value)) (to[name] as number[]).push(...value);
    else (to[name] as number) += value;
  }
}

/** The share `q` of them is not above this; 0 when there are none. */
export function quantile(of: readonly number[], q: number): number {
  const sorted = [...of].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
