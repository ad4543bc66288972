/** The operator's commands as steps know them: by name, with arguments that were checked. Throws Fault when a program cannot be run. */
import type { Command } from './command.ts';

/** Exactly what will be started. */
export interface Prepared {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: number;
}

export interface KnownCommand {
  readonly does: string;
  readonly effect: 'read' | 'change';
  /** How much can go wrong: decides whose approval it takes. */
  readonly risk: 'low' | 'medium' | 'high';
  readonly before?: string;
  readonly undo?: string;
}

export interface Commands extends Command {
  /** Undefined when the operator allows no such command. */
  known(name: string): KnownCommand | undefined;
  names(): readonly string[];
  prepare(name: string, given: Readonly<Record<string, unknown>>): Prepared | { readonly refused: string };
  /** A program that step kinds start themselves: `helm`; or how to name it. */
  binary(name: string): Pick<Prepared, 'file' | 'environment'> | { readonly refused: string };
}
