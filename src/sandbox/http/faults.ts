/** Faults on demand: which request meets which misfortune, and how often. */

export type Fault =
  /** Answer with this status instead of handling the request. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** Accept and never answer. */
  | { readonly kind: 'hang' }
  /** Cut the connection before handling. */
  | { readonly kind: 'reset' }
  /** Handle the request, then cut the connection instead of answering. */
  | { readonly kind: 'lostReply' }
  /** Handle after a wait, in real milliseconds. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Handle, call `meanwhile` before the answer goes out (a test kills the caller here), then answer. */
  | { readonly kind: 'beforeReply'; readonly meanwhile: () => void | Promise<void> };

export interface FaultRule {
  readonly server: string;
  /** Tested against `METHOD /path`. */
  readonly match: RegExp;
  readonly fault: Fault;
  /** How many requests it meets. @default 1 */
  readonly times?: number;
}

/** One rule at work. */
export interface Standing {
  /** Requests it has met so far. */
  readonly hits: number;
  /** Whether it will meet another. */
  readonly stands: boolean;
  remove(): void;
}

interface Entry {
  readonly rule: FaultRule;
  left: number;
  hits: number;
}

export class Faults {
  #rules: Entry[] = [];

  add(rule: FaultRule): Standing {
    const entry: Entry = { rule, left: rule.times ?? 1, hits: 0 };
    this.#rules.push(entry);
    const stands = () => entry.left > 0 && this.#rules.includes(entry);
    return {
      get hits() {
        return entry.hits;
      },
      get stands() {
        return stands();
      },
      remove: () => {
        this.#rules = this.#rules.filter((r) => r !== entry);
      },
    };
  }

  clear(): void {
    this.#rules = [];
  }

  /** The first rule that still applies to this request, used up by one. */
  take(server: string, methodAndPath: string): Fault | undefined {
    const hit = this.#first(server, methodAndPath);
    if (!hit) return undefined;
    hit.left -= 1;
    hit.hits += 1;
    return hit.rule.fault;
  }

  /** What a request like this would meet now; using nothing up. */
  ahead(server: string, methodAndPath: string): Fault | undefined {
    return this.#first(server, methodAndPath)?.rule.fault;
  }

  #first(server: string, methodAndPath: string): Entry | undefined {
    return this.#rules.find((r) => r.left > 0 && r.rule.server === server && r.rule.match.test(methodAndPath));
  }
}
