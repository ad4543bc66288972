/** How far a change reaches, as facts: part of the plan that people approve, and what rules of the policy are about. */

/** Absent: this kind of change has no such thing. Null: it could not be found out. */
export interface Radius {
  /** Replicas before and after. */
  readonly replicas?: number;
  readonly replicasAfter?: number;
  /** Of the replicas there are, how many are ended or replaced: 0 to 1. */
  readonly share?: number;
  /** An autoscaler or a disruption budget acts on the same. */
  readonly autoscaler?: boolean | null;
  readonly disruptionBudget?: boolean | null;
  /** A rollout is under way already. */
  readonly rollingOut?: boolean;
  /** How long ago what runs was rolled out, whole minutes. */
  readonly deployMinutes?: number | null;
  /** How many other runs changed the same target within a day. */
  readonly otherRuns?: number;
}

/** Every name a rule may use as `plan.…`. */
export const RADIUS_FACTS = [
  'kind',
  'risk',
  'target',
  'replicas',
  'replicasAfter',
  'share',
  'autoscaler',
  'disruptionBudget',
  'rollingOut',
  'deployMinutes',
  'otherRuns',
  'offHours',
] as const;
