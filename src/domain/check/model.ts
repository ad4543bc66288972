/** What a rule of `tocsin check` declares, and what it finds: files that load, and would still hurt somebody at 03:00. */
import type { Path } from '../../lib/yaml/issue.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Runbook } from '../runbook/model.ts';

/** An error and a warning are for somebody to mend; a note is to be known. */
export type Gravity = 'error' | 'warning' | 'note';

export interface Example {
  /** Where it stands; a runbook when it is not said. @default EXAMPLE_FILE */
  readonly file?: string;
  readonly fires: string;
  readonly fine: string;
}

export const EXAMPLE_FILE = 'architect/example.yaml';

export interface Rule {
  /** `H6` as in the inventory of the five runbooks; `R…` for what no page of theirs showed. */
  readonly id: string;
  /** Other hazards that are the same rule. */
  readonly also?: readonly string[];
  readonly title: string;
  /** What goes wrong at 03:00. */
  readonly why: string;
  readonly remedy: string;
  readonly gravity: Gravity;
  /** Both are run as tests and printed in docs/hazards.md. */
  readonly example: Example;
  find(material: Material): readonly Hit[];
}

/** Where a rule found something. */
export interface Hit {
  readonly file: string;
  readonly path: Path;
  /** Characters of the value, for the column. */
  readonly needle?: string;
  /** The key of the value, not the value itself. */
  readonly key?: true;
  /** What exactly stands there. */
  readonly what: string;
}

export interface Finding {
  readonly rule: Rule;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly what: string;
  /** Why the runbook takes it, in its author's words: then it is told only to those who ask. */
  readonly accepted?: string;
}

/** A file as it was read. */
export interface Paper {
  readonly file: string;
  readonly value: unknown;
}

export interface WrittenStep {
  readonly file: string;
  /** Of the step's own map. */
  readonly path: Path;
  readonly kind: string;
  /** With the shorthand under its name. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Keys beside the kind: `if`, `expect`, `name`. */
  readonly beside: Readonly<Record<string, unknown>>;
  /** Where the parameter stands in the file. */
  at(...path: Path): Path;
}

export interface WrittenRunbook extends Paper {
  readonly runbook: Runbook;
  /** Every step, in the order of the file. */
  readonly steps: readonly WrittenStep[];
}

/** As much as rules ask of step kinds. */
export interface Kinds {
  schemaOf(kind: string): { readonly mutates: boolean; readonly shorthand?: string } | undefined;
}

export interface Material {
  readonly catalog: Catalog;
  readonly kinds: Kinds;
  /** Every file, runbooks among them. */
  readonly papers: readonly Paper[];
  readonly runbooks: readonly WrittenRunbook[];
  /** Milliseconds since the epoch, for what becomes wrong by waiting. */
  readonly now: number;
}
