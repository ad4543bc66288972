/** What a step kind declares about itself. Shared code never asks for a kind by name; it asks the kind. */
import { z } from 'zod';
import type { EffectClass } from '../../engine/decision.ts';
import type { Json } from '../../lib/json.ts';
import type { Cache } from '../../ports/cache.ts';
import type { Certificates } from '../../ports/certificates.ts';
import type { Changes } from '../../ports/changes.ts';
import type { Cluster } from '../../ports/cluster.ts';
import type { Commands } from '../../ports/commands.ts';
import type { Containers } from '../../ports/containers.ts';
import type { Evictions } from '../../ports/evictions.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Sql } from '../../ports/sql.ts';
import type { Statements } from '../../ports/statements.ts';
import type { Web } from '../../ports/web.ts';
import type { Verb } from '../catalog/model.ts';
import type { Params, Plan } from './model.ts';
import type { Need } from './needs.ts';
import type { Question } from './question-model.ts';
import type { JsonSchema, ParamProblem, StepKindSchema } from './step-kind-index.ts';

export interface StepPorts {
  readonly cluster: Cluster;
  readonly objects: Objects;
  readonly changes: Changes;
  readonly evictions: Evictions;
  readonly containers: Containers;
  readonly metrics: Metrics;
  readonly web: Web;
  readonly certificates: Certificates;
  readonly commands: Commands;
  readonly sql: Sql;
  readonly statements: Statements;
  readonly cache: Cache;
}

/** What expressions see as `steps.<id>`; a `note` says what is missing from it and why. */
export type Output = { readonly [name: string]: Json };

/** An example that is run as a test and shown in the reference. */
export interface Example {
  readonly means: string;
  readonly params: Params;
}

interface KindBase {
  readonly name: string;
  /** One sentence for the reference and `/runbook help`. */
  readonly summary: string;
  /** What an attempt whose answer was lost means. */
  readonly class: EffectClass;
  readonly schema: StepKindSchema;
  readonly examples: readonly Example[];
  /** What it will ask of the outside. Parameters that are not known yet still hold their `${{ }}`. */
  needs(params: Params): readonly Need[];
  /** A few lines for the card. */
  lines(output: Output): readonly string[];
}

export interface ReadContext {
  /** Milliseconds this look may take. */
  readonly timeout: number;
  /** Milliseconds since the epoch: now, and when the first of these looks was asked for. */
  readonly now: number;
  readonly since: number;
}

export interface ReadKind extends KindBase {
  readonly mutates: false;
  /** What must hold when the runbook does not say: CEL over the output. */
  readonly usualExpect?: string;
  read(params: Params, ports: StepPorts, context: ReadContext): Promise<Output>;
  /** Not decided yet: look again, until the step's time is up. */
  pending?(output: Output): boolean;
  /** Failed for good, whatever is expected. */
  failed?(output: Output): string | undefined;
}

/** What a plan adds to what the run knows; refused: why this change makes no sense now. */
export type Planned =
  | Pick<Plan, 'summary' | 'changes' | 'radius' | 'risk' | 'guarded' | 'notes' | 'request' | 'undo'>
  | { readonly refused: string };

export interface PlanContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Stands for the change in the server-side dry run. */
  readonly key: string;
}

export interface ExecuteContext {
  /** Left on what was changed, so that a repeat finds that it was done. */
  readonly key: string;
  /** Too late to begin: only find out whether it was done before. */
  readonly late: boolean;
}

export type Executed =
  | { readonly kind: 'done'; readonly output: Output }
  /** Nothing was changed: these facts are no longer what they were. */
  | { readonly kind: 'drifted'; readonly moved: readonly string[] }
  /** Begun, and not there yet: what is left, and in how many milliseconds to go on. */
  | { readonly kind: 'going'; readonly left: string; readonly after: number }
  /** Nothing was changed, and nothing will be. */
  | { readonly kind: 'late' };

export interface ChangeKind extends KindBase {
  readonly mutates: true;
  /** A program carries it out, with credentials of its own: in nobody's name in the cluster, whatever else it looks at there. */
  readonly byProgram?: true;
  readonly risk: 'low' | 'medium' | 'high';
  /** The target it changes, as runbooks write it in `lock`: two runs never change one target at a time. */
  target(params: Params): string;
  /** Reads only: the one exception is a dry run, which changes nothing. */
  plan(params: Params, ports: StepPorts, context: PlanContext): Promise<Planned>;
  execute(plan: Plan, ports: StepPorts, context: ExecuteContext): Promise<Executed>;
}

/** A person does it or says it; nobody outside is asked. What they answered is the output: `answer`, `by`, `text`, `items`. */
export interface AskKind extends KindBase {
  readonly mutates: false;
  ask(params: Params): Question;
}

/** Where our own loop takes it; nobody outside is asked. */
export type Told =
  /** That was all. */
  | { readonly output: Output }
  /** Nothing, for so many milliseconds. */
  | { readonly wait: number }
  /** An Input for the incident; its answer settles the step. */
  | { readonly incident: { readonly type: string; readonly verb: Verb | 'anyone'; readonly data: object } }
  /** Another runbook; its end settles the step. */
  | { readonly runbook: string; readonly inputs: Params };

/** Says something to the incident or to people, begins something else, or waits. */
export interface TellKind extends KindBase {
  readonly mutates: false;
  tell(params: Params): Told;
}

export type StepKind = ReadKind | ChangeKind | AskKind | TellKind;

/** What the registry's index says of a kind: everything but `check` is read off its schema. */
export function schemaOf(
  schema: z.ZodObject,
  more: Omit<StepKindSchema, 'keys' | 'required' | 'check' | 'json'>,
): StepKindSchema {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  return {
    keys: Object.keys(shape),
    required: Object.entries(shape).flatMap(([key, type]) => (z.safeParse(type, undefined).success ? [] : [key])),
    check: (params) => problems(schema, params),
    json: () => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
    ...more,
  };
}

function problems(schema: z.ZodObject, params: unknown): readonly ParamProblem[] {
  const parsed = schema.safeParse(params);
  if (parsed.success) return [];
  return parsed.error.issues.map((i) => ({
    path: i.path.map((p) => (typeof p === 'symbol' ? String(p) : p)),
    message: i.message,
  }));
}
