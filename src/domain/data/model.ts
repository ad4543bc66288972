/** Where the services' data is: workflows/org/targets.yaml, checked. Addresses are names of secrets. */
import type { ArgumentRule } from '../../lib/argument-rule.ts';

export interface DatabaseTarget {
  /** Secret with the address for the role that may only look. */
  readonly diagnose: string;
  /** Secret with the address for the role that may change; absent: nothing is changed there. */
  readonly change?: string;
}

/** SQL that changes something, named and reviewed: a runbook chooses it and gives values, never text. */
export interface Statement {
  readonly name: string;
  readonly does: string;
  readonly sql: string;
  /** What $1, $2, … are, in their order. */
  readonly values: readonly { readonly name: string; readonly rule: ArgumentRule }[];
  readonly risk: 'low' | 'medium' | 'high';
  /** Milliseconds. */
  readonly timeout: number;
  /** SQL that only looks, with the same values: shown in the plan, and must still say the same when it is carried out. */
  readonly preview?: string;
  readonly undo?: string;
}

export interface TargetsFile {
  readonly databases: Readonly<Record<string, DatabaseTarget>>;
  /** Name → secret with the address. */
  readonly caches: Readonly<Record<string, string>>;
  readonly statements: Readonly<Record<string, Statement>>;
}
