/** What a run asks of workers: effect kinds with their payloads. */
import type { Text } from '../../lib/text.ts';
import type { Params } from './model.ts';

interface OfStep {
  readonly run: number;
  readonly step: string;
  /** Settling Inputs carry it back: an answer to an older attempt is nobody's. */
  readonly attempt: number;
  readonly kind: string;
  /** Milliseconds one attempt may take. */
  readonly timeout: number;
}

/** `step.read`, class read → `step.settled`. */
export interface ReadPayload extends OfStep {
  readonly params: Params;
  /** When the first of these looks was asked for, milliseconds since the epoch. */
  readonly since: number;
}

/** `step.plan`, class read → `step.planned`, or `step.settled` with a failure. */
export interface PlanPayload extends OfStep {
  readonly params: Params;
  /** SHA-256 of the runbook's file. */
  readonly runbook: string;
  readonly requester: string;
  /** In whose name the cluster is looked at and changed; absent: Tocsin's own. */
  readonly as?: string;
  /** Whether people are at work now; absent where no working hours are written. */
  readonly offHours?: boolean;
}

/** `step.execute`, class of the kind → `step.settled`, `step.drifted` or `step.unknown`. */
export interface ExecutePayload extends OfStep {
  /** The canonical bytes that were approved. */
  readonly plan: string;
  /** SHA-256 of them, hex. */
  readonly digest: string;
  /** Milliseconds since the epoch after which nothing may begin any more: approved is not approved for ever. */
  readonly notAfter: number;
}

/** `chat.run`, class findable: render the run as it is now. */
export interface ChatRunPayload {
  readonly run: number;
}

/** `chat.run-line`, class findable: a line below the card of a run that belongs to no incident. */
export interface ChatRunLinePayload {
  readonly run: number;
  readonly text: Text;
  /** When it happened, milliseconds since the epoch. */
  readonly at: number;
}

/** `chat.run-said`, class findable: what the steps gave, below the card of a run that is over. */
export interface ChatRunSaidPayload {
  readonly run: number;
  /** Which of the messages it takes, from 0. */
  readonly nth: number;
}

/** `chat.approval`, class findable: post the card of this plan, or bring the posted one up to date. */
export interface ChatApprovalPayload {
  readonly run: number;
  readonly step: string;
  readonly digest: string;
}
