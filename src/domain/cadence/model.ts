/** What recurs: a task of a service, when it is due, and how it went the last times. */
import type { Day } from '../approval/model.ts';
import type { Params } from '../runbook/model.ts';

export const PERIODS = ['day', 'weekday', 'week', 'month', 'quarter'] as const;
export type Period = (typeof PERIODS)[number];

/** On the wall of one place: it keeps its hour when the clocks change. */
export interface Recurrence {
  readonly every: Period;
  /** Of a week: the day. Of a month, or of the first month of a quarter: its day; `last` in those that are shorter, too. */
  readonly on?: Day | number | 'last';
  /** Minutes since midnight. */
  readonly at: number;
  /** `Europe/Prague` */
  readonly zone: string;
}

export interface TaskRule {
  /** `cost-agent/daily`; what is due for review has a task of its own, `cost-agent/reviews`. */
  readonly name: string;
  readonly title: string;
  readonly service: string;
  readonly recurs: Recurrence;
  /** Milliseconds; who has not ended it by then is late. */
  readonly within: number;
  /** `role:manager`, `oncall:architect`, `person:ada`. */
  readonly owner?: string;
  /** Slack channel, without `#`. */
  readonly channel: string;
  readonly does: { readonly is: 'run'; readonly runbook: string; readonly inputs: Params } | { readonly is: 'reviews' };
}

export const OUTCOMES = ['done', 'late', 'failed', 'aborted', 'missed'] as const;
export type TaskOutcome = (typeof OUTCOMES)[number];

/** One time that is over. */
export interface Past {
  readonly due: number;
  /** `late`: done, but not in time. `missed`: nobody ended it before the next one was due. */
  readonly is: TaskOutcome;
  readonly at: number;
  readonly run?: number;
  readonly why?: string;
}

export interface Task {
  readonly id: number;
  /** As it was when the next time was planned. */
  readonly rule: TaskRule;
  /** Counts plans, so that each has timers of its own. */
  readonly revision: number;
  /** Milliseconds since the epoch; absent: it was taken out of cadence.yaml. */
  readonly next?: number;
  /** The time that is under way. */
  readonly open?: { readonly due: number; readonly run?: number; readonly late?: true };
  /** Newest first, at most {@link MOST_PAST}. */
  readonly past: readonly Past[];
  /** Why the last notice reached nobody. */
  readonly untold?: string;
}

export const MOST_PAST = 20;
