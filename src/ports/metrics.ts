/** What the numbers say. Throws Fault; a query the server refuses is `permanent` with its own message. */

export interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Metrics {
  /** At most 1,000 series. A scalar is one reading without labels; NaN and infinities come as they are. */
  query(expression: string): Promise<readonly Reading[]>;
}
