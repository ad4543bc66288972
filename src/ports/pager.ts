/** Who wakes people. Accepted means accepted, not that somebody woke: confirmation comes back by webhook. Throws Fault. */

export interface PageRequest {
  /** Name of the secret that holds the routing key; undefined: the default one. */
  readonly routingKey?: string;
  /** Stable per incident, generation and target: the same key folds into the same alert. */
  readonly dedupKey: string;
  readonly summary: string;
  readonly severity: 'critical' | 'error' | 'warning' | 'info';
  readonly source: string;
  readonly details: { readonly [key: string]: unknown };
}

export interface Pager {
  trigger(page: PageRequest): Promise<void>;
  acknowledge(page: Pick<PageRequest, 'routingKey' | 'dedupKey'>): Promise<void>;
  resolve(page: Pick<PageRequest, 'routingKey' | 'dedupKey'>): Promise<void>;
}
