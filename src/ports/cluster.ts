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
  readonly progressing: { readonly status: string; readonly reason: string; readonly message: string };
  readonly autoscaler?: { readonly name: string; readonly min: number; readonly max: number };
  readonly disruptionBudget?: { readonly name: string; readonly minAvailable: string };
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

/** Whose logs: every pod of a deployment, those with these labels, or one. */
export type LogsOf = { readonly deployment: string } | { readonly selector: string } | { readonly pod: string };

export interface LogOptions {
  readonly tail: number;
  /** Only of this container. */
  readonly container?: string;
  /** Seconds back from now. */
  readonly since?: number;
  /** Of the run before the last restart. */
  readonly previous?: boolean;
}

/** Annotation that holds the key of our last change. */
export const CHANGE_KEY = 'tocsin.dev/change';

export interface Cluster {
  /** Pods of a deployment, or of the namespace when none is named. */
  pods(namespace: string, deployment?: string): Promise<readonly PodView[]>;
  /** Newest last. */
  events(namespace: string, last: number, of?: EventsOf): Promise<readonly EventView[]>;
  /** Lines of all containers of these pods, prefixed `pod/container`, at most `tail` each and 64 KiB in all. */
  logs(namespace: string, of: LogsOf, options: LogOptions): Promise<readonly string[]>;
  /** Faults `permanent` with code `kubernetes.not-found`. */
  deployment(namespace: string, name: string): Promise<DeploymentView>;
  /** With `dryRun` the server checks and changes nothing. */
  change(change: DeploymentChange, options: { dryRun: boolean }): Promise<void>;
}
