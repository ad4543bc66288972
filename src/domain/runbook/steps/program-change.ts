/** Makes a kind that changes something through one program with typed arguments: planned on what is, void when that moved, looked at afterwards. */
import type { z } from 'zod';
import type { Ran } from '../../../ports/command.ts';
import type { Prepared } from '../../../ports/commands.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Plan } from '../model.ts';
import type { ChangeKind, Output, Planned, StepPorts } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { moved } from './deployment-change.ts';
import { changed, outputOf, PROGRAM_OUTPUTS, prepared, shownAs } from './program.ts';

type Refusal = { readonly refused: string };
type Pieces = Exclude<Planned, Refusal>;

/** The program with these arguments; a Fault that says how to name it when the operator has not. `timeout`: milliseconds. */
export function program(ports: StepPorts, name: string, args: readonly string[], timeout: number): Prepared {
  const found = ports.commands.binary(name);
  if ('refused' in found) throw new Fault('permanent', 'command.no-binary', found.refused);
  return { ...found, args: [...args], timeout };
}

/** Why one of these cannot be started on this worker: nobody named it, or it is not there. */
export async function lacking({ commands }: StepPorts, ...names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const found = commands.binary(name);
    const why = 'refused' in found ? found.refused : await commands.missing(found);
    if (why !== undefined) return why;
  }
  return undefined;
}

export interface ProgramIntent {
  readonly args: readonly string[];
  readonly summary: string;
  readonly changes: Plan['changes'];
  readonly notes?: readonly string[];
  readonly undo?: Pieces['undo'];
}

interface ProgramChange<S extends z.ZodObject, Is>
  extends Pick<ChangeKind, 'name' | 'summary' | 'risk' | 'examples' | 'lines'> {
  readonly params: S;
  /** The parameter that may be written alone. */
  readonly shorthand?: string;
  /** As the operator's list of binaries names it. */
  readonly program: string | ((params: z.output<S>) => string);
  /** Beside those of every program. */
  readonly outputs: readonly string[];
  /** Milliseconds. */
  readonly timeout: number;
  /** Beside the program. */
  readonly needs?: ChangeKind['needs'];
  target(params: z.output<S>): string;
  /** What is; reads only. */
  look(params: z.output<S>, ports: StepPorts): Promise<Is>;
  /** What approvers were shown and must still hold. */
  guard(is: Is): Plan['guarded'];
  /** `now`: milliseconds since the epoch. */
  intend(params: z.output<S>, is: Is, now: number): ProgramIntent | Refusal;
  /** Whether it came to what was meant: a Fault when not. */
  after(params: z.output<S>, ports: StepPorts, was: Is, ran: Ran): Promise<Output>;
}

export function programChange<S extends z.ZodObject, Is>(spec: ProgramChange<S, Is>): ChangeKind {
  const { name, summary, risk, examples, params: schema } = spec;
  const outputs = [...PROGRAM_OUTPUTS, ...spec.outputs];
  const named = (p: z.output<S>) => (typeof spec.program === 'string' ? spec.program : spec.program(p));
  return {
    ...{ name, summary, risk, examples, class: 'once', mutates: true, byProgram: true },
    schema: schemaOf(schema, { mutates: true, outputs, ...(spec.shorthand ? { shorthand: spec.shorthand } : {}) }),
    needs: (p) => [{ on: 'binary', binary: named(p as z.output<S>) }, ...(spec.needs?.(p) ?? [])],
    target: (p) => spec.target(schema.parse(p)),
    async plan(p, ports, { now }): Promise<Planned> {
      const params = schema.parse(p);
      const missing = await lacking(ports, named(params));
      if (missing !== undefined) return { refused: missing };
      const is = await spec.look(params, ports);
      const intended = spec.intend(params, is, now);
      if ('refused' in intended) return intended;
      const { args, changes, notes = [], undo } = intended;
      const what = program(ports, named(params), args, spec.timeout);
      return {
        ...{ summary: intended.summary, changes, guarded: spec.guard(is), notes: [shownAs(what), ...notes] },
        request: { ...what, args: [...what.args] },
        ...(undo ? { undo } : {}),
      };
    },
    async execute(plan, ports, { late }) {
      const params = schema.parse(plan.params);
      const is = await spec.look(params, ports);
      const differs = moved(plan.guarded, spec.guard(is));
      if (differs.length > 0) return { kind: 'drifted', moved: differs };
      if (late) return { kind: 'late' };
      const ran = await changed(ports.commands, prepared.parse(plan.request));
      const more = await spec.after(params, ports, is, ran);
      return { kind: 'done', output: { ...outputOf(ran), text: plan.summary, ...more } };
    },
    lines: spec.lines,
  };
}
