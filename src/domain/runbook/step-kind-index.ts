/** What reading a runbook needs to know about step kinds, and no more: the kinds themselves are in steps/. */
import type { Risk } from '../approval/model.ts';
import type { Params } from './model.ts';

/** As much of JSON Schema as is read here. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly [more: string]: unknown;
}

/** One thing wrong with a step's parameters; the loader finds the line. */
export interface ParamProblem {
  /** Keys from the parameters down: `['env', 0, 'name']`; empty: the parameters themselves. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** What to write instead. */
  readonly instead?: string;
}

export interface StepKindSchema {
  /** Every parameter it takes. */
  readonly keys: readonly string[];
  readonly required: readonly string[];
  /** The parameter meant by `kind: text`: `query` of `prometheus.query: 'up'`. */
  readonly shorthand?: string;
  /** It speaks to the incident of its run, and can do nothing without one. */
  readonly incident?: true;
  /** True when it changes the world: such a step is planned, approved and given more time. */
  readonly mutates: boolean;
  /** Parameters that are bare CEL over the step's own output: `expect` of http.check. */
  readonly expressions?: readonly string[];
  /** Parameters that must be written out: text of another language, where a value put in would become code. */
  readonly literal?: readonly string[];
  /** Milliseconds that looking may go on, by the parameters as written: its step has that much more time. */
  readonly lasts?: (params: Params) => number;
  /** A parameter that names a manifest beside the runbook, and the parameter that what stands in it becomes. */
  readonly fromFile?: { readonly key: string; readonly into: string };
  /** What its output offers to `expect` and to later steps; absent: not known before it runs. */
  readonly outputs?: readonly string[];
  /** JSON Schema of the parameters as they are written. */
  json(): JsonSchema;
  /** Parameters without any `${{ }}`, against the kind's own schema; none: fine. */
  check(params: unknown): readonly ParamProblem[];
}

export interface StepKindIndex {
  readonly names: readonly string[];
  schemaOf(name: string): StepKindSchema | undefined;
  /** How much can go wrong; undefined: it changes nothing. */
  riskOf(name: string): Risk | undefined;
}
