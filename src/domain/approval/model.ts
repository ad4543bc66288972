/** The gate before a change: how many of whom, and for how long. */

/** Who must say yes before a mutating step runs. */
export interface Approval {
  /** Group names; any member counts. */
  readonly from: readonly string[];
  /** How many distinct people. */
  readonly min: number;
  /** Whether the person who asked counts. @default false */
  readonly requester: boolean;
  /** Milliseconds until the request lapses. */
  readonly expires: number;
}
