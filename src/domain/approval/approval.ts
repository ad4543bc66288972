/** The gate before a change: how many of whom, and for how long. */

/** How much can go wrong: declared by the kind of step, not by the runbook. */
export const RISKS = ['low', 'medium', 'high'] as const;
export type Risk = (typeof RISKS)[number];

/**
 * What happens when a request lapses. `wait`: a person may have it planned again. `replan`: it is planned on what is there then and
 * asked again by itself, a few times. `abort`: the run ends.
 */
export const ON_EXPIRE = ['wait', 'replan', 'abort'] as const;
export type OnExpire = (typeof ON_EXPIRE)[number];

/** Who must say yes before a mutating step runs. */
export interface Approval {
  /** Group names; any member counts. */
  readonly from: readonly string[];
  /** How many distinct people. */
  readonly min: number;
  /** As many different groups of `from` must be heard as can be. @default false */
  readonly distinct?: boolean;
  /** Whether the person who asked counts. @default false */
  readonly requester: boolean;
  /** Milliseconds until the request lapses. */
  readonly expires: number;
  /** @default wait */
  readonly onExpire?: OnExpire;
  /** Groups whose members may carry it out alone, openly; absent: nobody may. */
  readonly glass?: readonly string[];
  /** Why it is stricter than usual, for people. */
  readonly because?: readonly string[];
}

/** One person's yes. */
export interface Yes {
  readonly person: string;
  readonly at: number;
  /** The groups of the gate this person was in at the click. */
  readonly groups?: readonly string[];
}
