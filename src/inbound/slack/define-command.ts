/** What a command file declares about itself, and the few pieces it parses with. Help, manifest and docs derive from it. */

import type { Catalog, Verb } from '../../domain/catalog/model.ts';
import type { By, IncidentInput } from '../../domain/incident/inputs.ts';
import type { RunInput } from '../../domain/runbook/inputs.ts';
import type { Input } from '../../engine/decision.ts';
import { code, joined, say, type Text } from '../../lib/text.ts';
import type { Args } from './grammar.ts';
import { nearest } from './suggest.ts';

export { findService, findSeverity } from '../../domain/catalog/model.ts';
export type { Args } from './grammar.ts';
export { nearest } from './suggest.ts';

type Unsigned<I> =
  I extends Input<infer T, infer D>
    ? D extends By
      ? { readonly type: T; readonly data: Omit<D, keyof By> }
      : never
    : never;

/** What a person asks of an incident; who they are and their groups are added at the edge. */
export type PersonInput = Unsigned<IncidentInput>;

type Clicked<I> =
  I extends Input<infer T, infer D>
    ? D extends { person: string; groups: readonly string[] }
      ? { readonly type: T; readonly data: Omit<D, 'person' | 'groups'> }
      : never
    : never;

/** What a person asks of a run; who they are and their groups are added at the edge. */
export type RunAsked = Clicked<RunInput>;

/** `current`: the run whose card the thread hangs on, or the one that is under way in the incident of the channel. */
export type WhichRun = number | 'current';

/** `current`: the incident of the channel, the thread, or the only one that is open. */
export type Which = number | 'current';

export type Intent =
  | { readonly kind: 'act'; readonly verb: Verb | 'anyone'; readonly on: Which | 'new'; readonly input: PersonInput }
  /** Something is missing: a form, with what was typed. `otherwise` is for where no form can open (a mention). */
  | {
      readonly kind: 'form';
      readonly form: 'declare' | 'update' | 'resolve' | 'run';
      /** Id of the runbook whose inputs the form asks for. */
      readonly runbook?: string;
      readonly on: Which | 'new';
      readonly prefill: Readonly<Record<string, string>>;
      readonly otherwise: Intent;
    }
  | { readonly kind: 'run'; readonly on: WhichRun; readonly verb: Verb; readonly input: RunAsked }
  /** A yes names the plan it is for, by the beginning of its digest: what was not seen is not approved. */
  | {
      readonly kind: 'verdict';
      readonly on: WhichRun;
      readonly yes: boolean;
      readonly plan?: string;
      readonly reason?: string;
      /** Alone, without a second person; the phrase as the policy wants it typed. */
      readonly glass?: { readonly phrase: string };
    }
  /** Without an incident, where the person is. `preview`: only planned, for the incident of the channel where there is one. */
  | {
      readonly kind: 'begin';
      readonly runbook: string;
      readonly inputs: Readonly<Record<string, string>>;
      readonly preview?: true;
    }
  | { readonly kind: 'undo'; readonly on: WhichRun; readonly step?: string }
  | { readonly kind: 'ask'; readonly question: 'runbook'; readonly id: string }
  /** Of one runbook, or of everything. */
  | { readonly kind: 'ask'; readonly question: 'lint'; readonly runbook?: string }
  | { readonly kind: 'ask'; readonly question: 'runbook-list' | 'run-history'; readonly query: string }
  | { readonly kind: 'ask'; readonly question: 'cadence'; readonly service: string }
  | { readonly kind: 'ask'; readonly question: 'run-status'; readonly run: WhichRun }
  | { readonly kind: 'ask'; readonly question: 'run-logs'; readonly run: WhichRun; readonly step?: string }
  | { readonly kind: 'ask'; readonly question: 'here' | 'list' | 'help' }
  | { readonly kind: 'ask'; readonly question: 'verb'; readonly verb: string }
  | { readonly kind: 'ask'; readonly question: 'show' | 'timeline' | 'contacts' | 'runbooks'; readonly on: Which }
  /** Not understood: why, and what to type instead. */
  | { readonly kind: 'problem'; readonly text: Text };

export interface CommandContext {
  readonly catalog: Catalog;
  /** How the person addressed us, for what we tell them to type: `/incident`, `@tocsin`. */
  readonly prefix: string;
  /** The name or alias that was used. */
  readonly called: string;
  /** Incident named as first word or by `in=`. */
  readonly on: Which;
  /** Run named as first word: `R-17`. */
  readonly run: WhichRun;
}

export interface VerbSpec {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Without the command: `ack [for 20m] [INC-n]`. */
  readonly usage: string;
  readonly summary: string;
  /** Whose permission counts; `anyone` reads only. */
  readonly may: Verb | 'anyone';
  /** Key → what it is for. `free`: the verb checks its own. @default none */
  readonly keys?: Readonly<Record<string, string>> | 'free';
  readonly flags?: Readonly<Record<string, string>>;
  /** Whether an incident can be named. */
  readonly takesIncident: boolean;
  /** Whether a run can be named. @default false */
  readonly takesRun?: boolean;
  /** Each is parsed by a test. */
  readonly examples: readonly { readonly text: string; readonly means: string }[];
  parse(args: Args, context: CommandContext): Intent;
}

export interface SlashCommand {
  /** With the slash. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  /** Shown by Slack while typing. */
  readonly hint: string;
  readonly verbs: readonly VerbSpec[];
  /** Verb for a text that begins with a severity: `/incident p1 API down`. */
  readonly severityMeans?: string;
  /** Verb for the command alone. @default what is open here */
  readonly bareMeans?: string;
}

/** Checked once, at load: two verbs of one name are a bug. */
export function defineCommand(command: SlashCommand): SlashCommand {
  const seen = new Set<string>();
  for (const name of command.verbs.flatMap((v) => [v.name, ...v.aliases])) {
    if (seen.has(name)) throw new Error(`${command.name}: two verbs are called ${name}`);
    seen.add(name);
  }
  return command;
}

export const defineVerb = (verb: VerbSpec): VerbSpec => verb;

export const problem = (text: Text): Intent => ({ kind: 'problem', text });

/** `Unknown severity "p9". Known: p1, p2, p3.` with the nearest one first. */
export function unknownWord(what: string, typed: string, known: readonly string[]): Intent {
  const near = nearest(typed, known);
  const list = joined(
    known.slice(0, 20).map((k) => [code(k)]),
    ', ',
  );
  return problem(
    say`Unknown ${what} “${typed}”.${near ? say` Did you mean ${code(near)}?` : []} Known: ${list}. Nothing was done.`,
  );
}
