/** Changing any object of the cluster: conditional, first as a dry run, never a Secret. Throws Fault. */
import type { KubeObject, ObjectKind } from './objects.ts';

/** What may be changed at all. Volumes, namespaces, custom resource definitions and secrets are not among them. */
export const CHANGEABLE = [
  'deployments',
  'statefulsets',
  'daemonsets',
  'cronjobs',
  'services',
  'configmaps',
  'horizontalpodautoscalers',
  'poddisruptionbudgets',
  'certificates',
  'nodes',
] as const satisfies readonly ObjectKind[];
export type ChangeableKind = (typeof CHANGEABLE)[number];

export interface ObjectRef {
  readonly kind: ChangeableKind;
  /** Empty for what stands in none. */
  readonly namespace: string;
  readonly name: string;
}

export const PATCH_TYPES = ['merge', 'json', 'strategic'] as const;
export type PatchType = (typeof PATCH_TYPES)[number];

export interface Patch {
  readonly type: PatchType;
  /** Operations for `json`, an object for the others. */
  readonly body: unknown;
}

export interface Mode {
  /** The server checks, answers as if, and changes nothing. */
  readonly dryRun: boolean;
}

/** In whose name fields are set. */
export const FIELD_MANAGER = 'tocsin';

export interface Changes {
  /** A `resourceVersion` in it that is no longer true: Fault `retry` with code `kubernetes.conflict`. */
  patch(at: ObjectRef, patch: Patch, mode: Mode): Promise<KubeObject>;
  /**
   * Server-side apply: creates it, or makes exactly the named fields ours. Fields that somebody else has set otherwise:
   * Fault `permanent` with code `kubernetes.not-ours`, unless `force` takes them over.
   */
  apply(at: ObjectRef, manifest: KubeObject, mode: Mode & { readonly force: boolean }): Promise<KubeObject>;
  /** Creates a job; the same again changes nothing. `manifest` names it, and its containers. */
  startJob(at: { namespace: string; name: string }, manifest: KubeObject, mode: Mode): Promise<KubeObject>;
  /** Only this very object in this very version. What belongs to it goes after it, in the background. */
  remove(at: ObjectRef, exactly: { uid: string; resourceVersion: string }, mode: Mode): Promise<void>;
}
