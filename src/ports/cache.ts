/** Redis servers of the services, by the names of workflows/org/targets.yaml. Fixed questions only, every one bounded. Throws Fault. */

export interface SlowCommand {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly ms: number;
  /** The command and how many arguments it had: those may be anything. */
  readonly command: string;
}

export interface BigKey {
  readonly key: string;
  readonly bytes: number;
  readonly type: string;
}

/** Of a larger database only so many keys are looked at for a prefix. */
export const MOST_LOOKED = 100_000;

export interface Cache {
  /** Milliseconds it took. */
  ping(cache: string): Promise<number>;
  /** `used_memory` → `1048576`, of these sections. */
  info(cache: string, sections: readonly string[]): Promise<Readonly<Record<string, string>>>;
  slowlog(cache: string, last: number): Promise<readonly SlowCommand[]>;
  /** The largest of at most `look` keys that a SCAN came upon, with how many there are in all. */
  bigKeys(
    cache: string,
    bounds: { look: number; first: number },
  ): Promise<{ keys: readonly BigKey[]; looked: number; all: number }>;
  /** Up to `most` names of keys that begin with one of these, among the first `MOST_LOOKED`. */
  keysLike(cache: string, prefixes: readonly string[], most: number): Promise<readonly string[]>;
  config(cache: string, name: string): Promise<string | undefined>;
  setConfig(cache: string, name: string, value: string): Promise<void>;
  /** Empties its database. */
  flush(cache: string): Promise<void>;
}
