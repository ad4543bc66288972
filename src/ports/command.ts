/** Programs on the worker's machine: an absolute path and arguments, never a shell. Throws Fault. */

export interface Invocation {
  /** Absolute path of the program. */
  readonly file: string;
  readonly args: readonly string[];
  /** Name → value; a value `secret:NAME` is put in when the program starts. Nothing else is in its environment but PATH and HOME. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds until it and everything it started is killed. */
  readonly timeout: number;
}

export interface Ran {
  readonly exit: number;
  readonly ms: number;
  /** The end of each, without terminal escapes; 64 KiB at most. */
  readonly output: string;
  readonly errors: string;
}

export interface Command {
  /** Undefined when it is there, may be run, and has its secrets; otherwise why not, and what to do. */
  missing(what: Pick<Invocation, 'file' | 'environment'>): Promise<string | undefined>;
  /**
   * Ends with an exit code, whatever it is. Faults `permanent` when it could not be started, and when it was killed for its
   * time-out or with us: `retry` for what only looks, `unknown` for what changes something.
   */
  run(what: Invocation, effect: 'read' | 'change'): Promise<Ran>;
}
