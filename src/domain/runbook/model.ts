/** A runbook as loaded, and one run of it as stored. */
import type { Named } from '../../ports/names.ts';
import type { Approval, BrokenGlass, Radius, Risk, Yes } from '../approval/model.ts';
import type { Home } from './home.ts';
import type { Answered, Question } from './question-model.ts';

/** Parameters as written: strings may hold `${{ CEL }}`, resolved when the step's turn comes. */
export type Params = { readonly [key: string]: unknown };

export interface Until {
  readonly passes: number;
  /** Milliseconds. */
  readonly every: number;
  readonly within: number;
}

/** Milliseconds. */
export interface Watch {
  readonly for: number;
  readonly every: number;
}

export interface StepBase {
  /** Unique within the runbook; written or derived (`3`, `2.options.Scale up.1`): how events and effects name it. */
  readonly path: string;
  /** As in `steps.<id>`; written, or the path. */
  readonly id: string;
  readonly name: string;
  /** CEL; false skips the step. */
  readonly if?: string;
  /** Its failure is noted, and the run goes on. */
  readonly goesOn?: true;
  /** `file:line` in workflows/. */
  readonly at: string;
}

export interface ActionStep extends StepBase {
  readonly type: 'action';
  /** `kubernetes.scale`: a file in steps/. */
  readonly kind: string;
  readonly params: Params;
  readonly approval?: Partial<Approval>;
  /** CEL over the output; false fails the step. */
  readonly expect?: string;
  readonly until?: Until;
  /** What is expected must hold, every time, for so long. */
  readonly watch?: Watch;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface ParallelStep extends StepBase {
  readonly type: 'parallel';
  readonly steps: readonly ActionStep[];
}

export interface ChoiceStep extends StepBase {
  readonly type: 'choice';
  readonly question: string;
  /** Text with `${{ }}` shown beside the options. */
  readonly facts: readonly string[];
  readonly options: readonly { readonly label: string; readonly steps: readonly Step[] }[];
}

/** Steps that belong together: what is done when one fails, and what is done in any case. */
export interface GroupStep extends StepBase {
  readonly type: 'group';
  readonly steps: readonly Step[];
  readonly onFailure?: readonly Step[];
  /** Also after a failure; not after somebody stopped the run. */
  readonly always?: readonly Step[];
}

/** The same steps for each item of a list, one after the other. */
export interface EachStep extends StepBase {
  readonly type: 'each';
  /** A list, or a text with the one expression that gives it. */
  readonly items: unknown;
  /** What an item is called in expressions. */
  readonly as: string;
  /** As written: `expand.ts` makes the steps of each item of them. */
  readonly steps: readonly Step[];
  /** The steps of each item, once the list is known. */
  readonly rounds?: readonly (readonly Step[])[];
}

export type Step = ActionStep | ParallelStep | ChoiceStep | GroupStep | EachStep;

export interface RunbookInput {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly default?: string | number | boolean;
  readonly description?: string;
  /** The only values it takes: texts or whole numbers. */
  readonly choices?: readonly (string | number)[];
  /** Where a form finds values: what, and the inputs that say in which namespace and of which deployment. */
  readonly choose?: { readonly what: Named; readonly in?: string; readonly of?: string };
  /** Of a whole number. */
  readonly min?: number;
  readonly max?: number;
  /** Of a text: a regular expression for all of it. */
  readonly pattern?: string;
}

export interface Runbook {
  /** `architect/api-completely-down`. */
  readonly id: string;
  readonly name: string;
  readonly service: string;
  /** Where it comes from: `004_adcb18f331fabb83.txt:16`. */
  readonly source?: string;
  readonly for: { readonly severity: readonly string[]; readonly alerts: readonly string[] };
  readonly respondWithin?: number;
  readonly owner?: string;
  /** How long it may stand unread, milliseconds. */
  readonly review?: number;
  /** The day somebody last read it and found it right: its midnight in UTC, milliseconds since the epoch. */
  readonly reviewed?: number;
  readonly inputs: readonly RunbookInput[];
  /** Template of the target it changes; one run at a time holds it. */
  readonly lock?: string;
  readonly steps: readonly Step[];
  /** It speaks of its incident or to it: without one it is not started. */
  readonly incident?: true;
  /** SHA-256 of the file's bytes, hex. */
  readonly digest: string;
}

/** What a mutating step will do, resolved against live state before anybody approves. */
export interface Plan {
  readonly run: number;
  readonly step: string;
  /** Makes each plan of a step another one, even when nothing moved: an old button never fits a new plan. */
  readonly attempt: number;
  readonly kind: string;
  readonly params: Params;
  /** SHA-256 of the runbook's file. */
  readonly runbook: string;
  /** Who asked for this change: who chose its option, otherwise who started the run. */
  readonly requester: string;
  /** In whose name the cluster is changed: the user name of who asked for it. Absent: Tocsin's own. */
  readonly as?: string;
  /** One line: `Roll back deployment architect-production/architect-api from revision 42 to 41`. */
  readonly summary: string;
  /** What changes: label, before, after. */
  readonly changes: readonly { readonly what: string; readonly from: string; readonly to: string }[];
  /** Read again at execution; any difference voids the approval. */
  readonly guarded: { readonly [fact: string]: string | number | boolean | null };
  /** How far it reaches. What of it must still hold is guarded as well. */
  readonly radius?: Radius & {
    readonly target?: string;
    readonly offHours?: boolean;
    /** The last of the other runs that changed the target. */
    readonly lastRun?: {
      readonly run: number;
      readonly name: string;
      readonly minutes: number;
      readonly unknown?: true;
    };
  };
  /** What the operator's list says of exactly this change, where the kind alone cannot know. */
  readonly risk?: Risk;
  /** Shown, and not compared again: warnings. */
  readonly notes: readonly string[];
  /** The request to send, complete: approval is for these bytes. */
  readonly request: { readonly [key: string]: unknown };
  /** How to reverse it, captured from what is: absent when it cannot be. */
  readonly undo?: { readonly kind: string; readonly params: Params; readonly summary: string };
}

export interface ApprovalState {
  /** Opaque, on the buttons: `<run>.<16 hex of the digest>`. */
  readonly id: string;
  readonly digest: string;
  /** The canonical bytes of the plan; these are executed. */
  readonly plan: string;
  readonly policy: Approval;
  readonly status: 'pending' | 'approved' | 'rejected' | 'expired' | 'void' | 'used';
  readonly by: readonly Yes[];
  readonly rejectedBy?: string;
  /** Somebody carried it out alone. */
  readonly glass?: BrokenGlass;
  /** Why it is void. */
  readonly voided?: string;
  readonly askedAt: number;
  readonly expiresAt: number;
  /** Where its card stands, once posted. */
  readonly card?: { readonly channel: string; readonly ts: string };
}

export const STEP_STATUSES = [
  'waiting',
  'running',
  'planning',
  'approving',
  'asking',
  'watching',
  'done',
  'failed',
  'skipped',
  'unknown',
  'aborted',
] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

export interface StepState {
  readonly status: StepStatus;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Bounded and redacted; what expressions see as `steps.<id>`. */
  readonly output?: unknown;
  /** A few lines for the card. */
  readonly lines?: readonly string[];
  readonly failure?: string;
  readonly approval?: ApprovalState;
  /** What it would do, where that was only to be shown. */
  readonly preview?: { readonly digest: string; readonly plan: string; readonly policy: Approval };
  /** Approvals of plans that were replaced, oldest first: a click on an old card is told what became of it. */
  readonly earlier?: readonly ApprovalState[];
  /** It was carried out once, failed, and is tried again: it may have changed something. */
  readonly touched?: true;
  /** How often the world moved between approval and execution. */
  readonly drifts?: number;
  /** Number of the run that holds the target this step waits for. */
  readonly lockedBy?: number;
  /** `until`: how many passed in a row, and since when. */
  readonly passes?: number;
  readonly choice?: { readonly label: string; readonly by: string };
  /** What a person is asked, and what was answered to its items by their place. */
  readonly question?: Question;
  readonly answers?: Readonly<Record<number, Answered>>;
  /** It waits until then. */
  readonly until?: number;
  /** Number of the run it began. */
  readonly began?: number;
  /** `forEach`: the list, once it is known. */
  readonly items?: readonly unknown[];
  /** Counts plans and re-plans, so that each has effect keys of its own. */
  readonly attempt: number;
  readonly undo?: NonNullable<Plan['undo']>;
  /** Its undo is asked for (or done): at most one at a time, and never after it succeeded. */
  readonly undone?: { readonly by: string; readonly at: number; readonly undo: NonNullable<Plan['undo']> };
}

/** The step that waits for a run to end. */
export interface Within {
  readonly run: number;
  readonly step: string;
  readonly attempt: number;
  /** How many runs stand around this one. */
  readonly depth: number;
  /** Who asked for what led here: in none of its changes are they the second pair of eyes. */
  readonly askers?: readonly string[];
}

export type RunStatus = 'running' | 'waiting' | 'done' | 'failed' | 'aborted';
/** What nothing follows. */
export const ENDED: readonly string[] = ['done', 'failed', 'aborted'] satisfies readonly RunStatus[];

export interface Run extends Home {
  readonly id: number;
  readonly runbook: Runbook;
  readonly status: RunStatus;
  readonly startedBy: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly inputs: Params;
  /** What `service.…` and `incident.…` were when it began. */
  readonly facts: { readonly service: Params; readonly incident: Params };
  readonly steps: Readonly<Record<string, StepState>>;
  /** The target it holds, from the first plan to its end. */
  readonly lock?: string;
  /** The target it held last: an undo takes it again. */
  readonly held?: string;
  /** Somebody stopped it; what is being carried out is still waited for. */
  readonly stopping?: { readonly by: string; readonly reason: string };
  /** How bad the incident is by now, when that changed since the run began. */
  readonly incidentNow?: { readonly severity: string; readonly rank: number; readonly at: number };
  /** Nothing new begins until somebody resumes it. */
  readonly paused?: { readonly by: string; readonly at: number; readonly reason?: string };
  /** The incident is over: what only looks may finish, nothing more is changed or asked. */
  readonly incidentEnded?: string;
  readonly failure?: string;
  /** Set on a run that reverses a step of another. */
  readonly undoes?: { readonly run: number; readonly step: string };
  /** Its changes are planned and shown; none is asked for, and none is made. */
  readonly preview?: true;
  /** Set on a run that a step of another began. */
  readonly within?: Within;
  readonly card?: { readonly channel: string; readonly ts: string };
}
