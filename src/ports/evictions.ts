/** Asking pods to leave a node, in the way that honours disruption budgets. Throws Fault. */

export interface PodOnNode {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** `ReplicaSet`; absent: nothing makes it again once it is gone. */
  readonly controller?: string;
  /** A static pod of the node itself, which nobody can evict. */
  readonly mirror: boolean;
  /** Names of its emptyDir volumes: what is in them is lost. */
  readonly emptyDirs: readonly string[];
  /** Asked to leave already. */
  readonly leaving: boolean;
}

export type Evicted =
  | { readonly kind: 'leaving' }
  /** There was no such pod any more. */
  | { readonly kind: 'gone' }
  /** A disruption budget, in the server's words. */
  | { readonly kind: 'held'; readonly why: string };

export interface Evictions {
  /** Of all namespaces, at most 500. */
  podsOn(node: string): Promise<readonly PodOnNode[]>;
  evict(pod: Pick<PodOnNode, 'namespace' | 'name' | 'uid'>, mode: { readonly dryRun: boolean }): Promise<Evicted>;
}
