/** What runs, and the few ways to change it. Every read is bounded; every change carries its precondition. Throws Fault. */

export interface PodView {
  readonly name: string;
  readonly ready: boolean;
  readonly phase: string;
  /** `CrashLoopBackOff`, `ImagePullBackOff`, … when a container waits. */
  readonly reason?: string;
  readonly restarts: number;
  readonly image: string;
  readonly ageSeconds: number;
}

export interface EventView {
  readonly at: string;
  readonly type: string;
  readonly reason: string;
  readonly object: string;
  readonly message: string;
  readonly count: number;
}

/** Which events: all of a namespace unless narrowed. */
export interface EventsOf {
  /** The object's own word for itself, `Pod`, and its name. */
  readonly about?: { readonly kind: string; readonly name: string };
  readonly type?: 'Normal' | 'Warning';
}

export interface RevisionView {
  readonly revision: number;
  /** Numbers it had before: going back to a release gives it a new one. */
  readonly before: readonly number[];
  readonly images: readonly string[];
  readonly changeCause?: string;
  readonly createdAt: string;
  /** The pod template, without the generated hash label. */
  readonly template: object;
}

export interface DeploymentView {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly resourceVersion: string;
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  readonly paused: boolean;
  readonly images: readonly string[];
  readonly revision: number;
  /** Newest first, the current one included. */
  readonly revisions: readonly RevisionView[];
  readonly progressing: {
    readonly status: string;
    readonly reason: string;
    readonly message: string;
    /** When the rollout last got on; where one is over, its end. Absent: the cluster does not say. */
    readonly at?: string;
  };
  /** Null: it may not be looked at, so nobody knows. */
  readonly autoscaler?: { readonly name: string; readonly min: number; readonly max: number } | null;
  readonly disruptionBudget?: { readonly name: string; readonly minAvailable: string } | null;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A change to one deployment. `key` is left on it as an annotation, so that a repeat finds that it was done. */
export interface DeploymentChange {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
  /** 409 → Fault `retry` with code `kubernetes.conflict`: read again, check the guard again. */
  readonly resourceVersion: string;
  readonly set:
    | { readonly replicas: number }
    /** With its cause, which the release that is left must not keep: `kubernetes.io/change-cause`. */
    | { readonly template: object; readonly cause?: string | undefined }
    /** Value of `kubectl.kubernetes.io/restartedAt`. */
    | { readonly restartedAt: string };
}

/** Whose logs: every pod of a deployment or a stateful set, those with these labels, or one. */
export type LogsOf =
  | { readonly deployment: string }
  | { readonly statefulset: string }
  | { readonly selector: string }
  | { readonly pod: string };

export interface LogOptions {
  /** Lines of each container that are looked through, from its end. */
  readonly tail: number;
  /** Only lines with one of these in them, whatever their case. */
  readonly words?: readonly string[];
  /** Only of this container. */
  readonly container?: string;
  /** Seconds back from now. */
  readonly since?: number;
  /** Of the run before the last restart. */
  readonly previous?: boolean;
}

export interface Logs {
  /** Prefixed `pod/container`, at most 64 KiB in all; of each container the newest, newest last. */
  readonly lines: readonly string[];
  /** How many lines were looked through. */
  readonly looked: number;
  /** How many of those have one of the words; without words, all. More than `lines` when they are too many to give. */
  readonly found: number;
  /** How many have each word. */
  readonly matches: Readonly<Record<string, number>>;
  /** What was not looked through although it was asked for, in words; empty when nothing is missing. */
  readonly missing: readonly string[];
}

/** Annotation that holds the key of our last change. */
export const CHANGE_KEY = 'tocsin.dev/change';

export interface Cluster {
  /** Pods of a deployment, or of the namespace when none is named. */
  pods(namespace: string, deployment?: string): Promise<readonly PodView[]>;
  /** Newest last. */
  events(namespace: string, last: number, of?: EventsOf): Promise<readonly EventView[]>;
  /** Of all containers of these pods. */
  logs(namespace: string, of: LogsOf, options: LogOptions): Promise<Logs>;
  /** Faults `permanent` with code `kubernetes.not-found`. */
  deployment(namespace: string, name: string): Promise<DeploymentView>;
  /** With `dryRun` the server checks and changes nothing. */
  change(change: DeploymentChange, options: { dryRun: boolean }): Promise<void>;
}
