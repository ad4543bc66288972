/** Running a program inside a container that runs already: only what the policy names, never with a terminal. Throws Fault. */

export interface Inside {
  readonly namespace: string;
  readonly deployment: string;
  readonly container: string;
  readonly argv: readonly string[];
}

export interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** There was more than is kept; the program was let go of. */
  readonly cut: boolean;
}

export interface Containers {
  /** How long it may take, in milliseconds, where the policy allows it; otherwise why not. */
  allowed(what: Inside): { readonly timeout: number } | { readonly refused: string };
  /** Faults `permanent` with `kubernetes.forbidden` when the cluster would not let us. Changes nothing. */
  check(namespace: string): Promise<void>;
  /** A lost answer is `unknown`: the program may have run. 64 KiB of what it says are kept. */
  run(what: Inside, pod: string): Promise<Ended>;
}
