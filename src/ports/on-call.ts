/** Who stands behind a target right now: a rotation in YAML today, a PagerDuty schedule tomorrow. Throws Fault. */

export interface Responder {
  /** Id in people.yaml. */
  readonly id: string;
  readonly name: string;
  readonly slack: string;
  readonly email?: string;
  readonly phone?: string;
}

export interface OnCall {
  /** Nobody is an answer: an empty list. */
  who(target: string, at: number): Promise<{ readonly people: readonly Responder[]; readonly routingKey?: string }>;
}
