/** What can happen to a run. */
import type { Input, Ref } from '../../engine/decision.ts';
import type { Home } from './home.ts';
import type { Params, Plan, Runbook, Within } from './model.ts';

export interface Started extends Home {
  readonly runbook: Runbook;
  readonly inputs: Params;
  readonly service: Params;
  /** Nothing where it belongs to no incident. */
  readonly incidentFacts: Params;
  /** Who asked: a Slack id, a person's id or an actor. */
  readonly requester: string;
  readonly undoes?: { readonly run: number; readonly step: string };
  /** The step of another run that waits for this one to end. */
  readonly within?: Within;
  /** Only planned, to be shown. */
  readonly preview?: true;
}

/** Groups are what was read at the click, never what was known before. */
export interface Clicker {
  /** Person id where known, otherwise the Slack id: two accounts of one person are one person. */
  readonly person: string;
  readonly groups: readonly string[];
}

/** What a person wants started without an incident. */
export interface Alone {
  readonly runbook: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly channel?: string;
  readonly preview?: true;
}

export type RunInput =
  | Input<'run.start', Started>
  /** A person starts one that belongs to no incident; its card goes where they are. */
  | Input<'run.ask', Alone & Clicker>
  /** A worker finished reading, or the read failed. */
  | Input<
      'step.settled',
      {
        step: string;
        attempt: number;
        output?: unknown;
        lines?: readonly string[];
        failure?: string;
        /** Looking again will not help. */
        final?: boolean;
        undo?: Plan['undo'];
      }
    >
  /** A plan is made; `plan` is its canonical bytes. */
  | Input<'step.planned', { step: string; attempt: number; plan: string; digest: string }>
  /** What was approved is no longer what is there. */
  | Input<'step.drifted', { step: string; attempt: number; moved: readonly string[] }>
  /** Nobody can know whether it happened. */
  | Input<'step.unknown', { step: string; attempt: number; reason: string }>
  /** A person looked and says what happened to an unknown step. */
  | Input<'step.cleared', { step: string; happened: boolean } & Clicker>
  /** Time to look again: a watched step, or a target that another run held. */
  | Input<'step.look', { step: string; attempt: number }>
  /** After an approval lapsed, a person asks for a fresh plan and a new approval. */
  | Input<'step.replan', { step: string } & Clicker>
  /** A person did or said what a step asks for. `item`: its place in the list that is asked for. */
  | Input<'step.answered', { step: string; answer: string; text?: string; item?: number } & Clicker>
  /** The run that a step asked for has begun, with its number. */
  | Input<'step.began', { step: string; attempt: number; run: number }>
  | Input<'choice.made', { step: string; option: string } & Clicker>
  | Input<'approval.approve', { approval: string; card?: { channel: string; ts: string } } & Clicker>
  | Input<'approval.reject', { approval: string; reason?: string; card?: { channel: string; ts: string } } & Clicker>
  /** One person carries it out alone. `phrase`: as the policy wants it typed. */
  | Input<
      'approval.break-glass',
      { approval: string; reason: string; phrase: string; card?: { channel: string; ts: string } } & Clicker
    >
  | Input<'approval.reviewed', { approval: string } & Clicker>
  /** A broken glass should have been looked into by now. */
  | Input<'approval.review-due', { step: string; digest: string }>
  | Input<'approval.expire', { step: string; digest: string }>
  | Input<'approval.carded', { step: string; digest: string; channel: string; ts: string }>
  | Input<'run.carded', { channel: string; ts: string }>
  | Input<'run.abort', { reason: string } & Clicker>
  | Input<'run.pause', { reason?: string } & Clicker>
  | Input<'run.resume', { reason?: string } & Clicker>
  /** A step that failed, once more. `step`: its path, id or name, as a person typed it. */
  | Input<'step.retry', { step: string; reason: string } & Clicker>
  | Input<'step.skip', { step: string; reason: string } & Clicker>
  /** The run that began this one was stopped. */
  | Input<'run.stop', { reason: string }>
  | Input<'run.undo', { step: string } & Clicker>
  /** The run that was to undo a step of this one ended. */
  | Input<'run.undo-ended', { step: string; done: boolean }>
  /** How bad the incident is since `at`: what is older comes too late. */
  | Input<'run.incident-moved', { severity: string; rank: number; at: number }>
  /** The incident ended. */
  | Input<'run.incident-ended', { reason: string }>;

export type RunInputType = RunInput['type'];

export const run = (id: number): Ref => ({ kind: 'run', id });
export const incident = (id: number): Ref => ({ kind: 'incident', id });
