/** What happened in a run. State is the fold of these; the timeline is these with who, when and why. */
import type { Approval } from '../catalog/model.ts';
import type { Home } from './home.ts';
import type { Params, Plan, Runbook, Within } from './model.ts';
import type { Question } from './question-model.ts';

interface At {
  /** Path of the step. */
  readonly step: string;
}

type StepEvent =
  /** A parallel step, or the chosen option of a choice, is under way. */
  | ({ readonly type: 'step.begun' } & At)
  /** The list of a `forEach` is known. */
  | ({ readonly type: 'each.begun'; readonly items: readonly unknown[] } & At)
  | ({ readonly type: 'step.skipped'; readonly condition: string } & At)
  | ({ readonly type: 'step.asked'; readonly question: Question } & At)
  | ({
      readonly type: 'item.answered';
      readonly item: number;
      readonly answer: string;
      readonly by: string;
      readonly text?: string;
    } & At)
  /** A person leaves it out, and says why. */
  | ({ readonly type: 'step.left-out'; readonly by: string; readonly reason: string } & At)
  /** After its failure: it begins again, and with it a run that had ended. */
  | ({ readonly type: 'step.retried'; readonly by: string; readonly reason: string } & At)
  | ({ readonly type: 'step.waits'; readonly until: number } & At)
  /** Another run began for it. */
  | ({ readonly type: 'step.began'; readonly run: number } & At)
  | ({ readonly type: 'step.reading'; readonly attempt: number; readonly params: Params } & At)
  /** Looked at, not decided: it is looked at again as `attempt`. */
  | ({
      readonly type: 'step.watched';
      readonly attempt: number;
      readonly passes: number;
      readonly lines: readonly string[];
      readonly reason: string;
    } & At)
  | ({ readonly type: 'step.planning'; readonly attempt: number; readonly params: Params; readonly by?: string } & At)
  | ({ readonly type: 'step.executing'; readonly attempt: number; readonly digest: string } & At)
  | ({
      readonly type: 'step.done';
      readonly output?: unknown;
      readonly lines?: readonly string[];
      readonly undo?: NonNullable<Plan['undo']>;
    } & At)
  | ({
      readonly type: 'step.failed';
      readonly failure: string;
      readonly output?: unknown;
      readonly lines?: readonly string[];
    } & At)
  | ({ readonly type: 'step.unknown'; readonly reason: string } & At)
  | ({ readonly type: 'step.cleared'; readonly by: string; readonly happened: boolean } & At);

/** Planned to be shown: nobody is asked, and nothing can be approved. */
type PreviewEvent = {
  readonly type: 'step.previewed';
  readonly digest: string;
  readonly plan: string;
  readonly policy: Approval;
  readonly lines: readonly string[];
} & At;

type ApprovalEvent =
  | ({
      readonly type: 'approval.requested';
      readonly id: string;
      readonly digest: string;
      readonly plan: string;
      readonly policy: Approval;
      readonly expiresAt: number;
    } & At)
  /** One person's yes, for these groups of the gate. */
  | ({ readonly type: 'approval.given'; readonly person: string; readonly groups?: readonly string[] } & At)
  /** One person acts alone. `requester`: and had asked for it. */
  | ({
      readonly type: 'approval.glass-broken';
      readonly digest: string;
      readonly by: string;
      readonly reason: string;
      readonly requester: boolean;
      readonly reviewBy: number;
    } & At)
  /** Somebody else looked into it. */
  | ({ readonly type: 'approval.reviewed'; readonly digest: string; readonly by: string } & At)
  /** Nobody has yet. */
  | ({ readonly type: 'approval.review-due'; readonly digest: string } & At)
  | ({ readonly type: 'approval.approved' } & At)
  | ({ readonly type: 'approval.rejected'; readonly by: string; readonly reason?: string } & At)
  | ({ readonly type: 'approval.expired' } & At)
  | ({ readonly type: 'approval.void'; readonly reason: string; readonly moved: readonly string[] } & At)
  | ({ readonly type: 'approval.carded'; readonly digest: string; readonly channel: string; readonly ts: string } & At);

type ChoiceEvent =
  | ({ readonly type: 'choice.offered'; readonly facts: readonly string[] } & At)
  | ({ readonly type: 'choice.made'; readonly option: string; readonly by: string } & At)
  /** Nothing was changed, so another option may be chosen. */
  | ({ readonly type: 'choice.reopened'; readonly reason: string } & At);

export type RunEvent =
  | ({
      readonly type: 'run.started';
      readonly id: number;
      readonly runbook: Runbook;
      readonly by: string;
      readonly inputs: Params;
      readonly facts: { readonly service: Params; readonly incident: Params };
      readonly undoes?: { readonly run: number; readonly step: string };
      readonly within?: Within;
      readonly preview?: true;
    } & Home)
  | StepEvent
  | PreviewEvent
  | ApprovalEvent
  | ChoiceEvent
  | { readonly type: 'lock.taken'; readonly target: string }
  | ({ readonly type: 'lock.waiting'; readonly target: string; readonly holder: number } & At)
  | { readonly type: 'run.stopping'; readonly by: string; readonly reason: string }
  | { readonly type: 'incident.moved'; readonly severity: string; readonly rank: number; readonly at: number }
  | { readonly type: 'run.paused'; readonly by: string; readonly reason?: string }
  | { readonly type: 'run.resumed'; readonly by: string; readonly reason?: string }
  | { readonly type: 'incident.ended'; readonly reason: string }
  | { readonly type: 'run.ended'; readonly status: 'done' | 'failed' | 'aborted'; readonly reason?: string }
  | { readonly type: 'run.carded'; readonly channel: string; readonly ts: string }
  | ({ readonly type: 'undo.asked'; readonly by: string } & At)
  | ({ readonly type: 'undo.ended'; readonly done: boolean } & At)
  /** Somebody asked for what they may not have, or what is not there any more. Changes nothing. */
  | {
      readonly type: 'click.refused';
      readonly what: string;
      readonly about: string;
      readonly person: string;
      readonly code: string;
    };
