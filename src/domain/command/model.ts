/** What the operator lets runbooks start: workflows/org/commands.yaml, checked. */
import type { ArgumentRule } from '../../lib/argument-rule.ts';

export { type AllowedExec, allowedExec } from './in-container.ts';

export interface CommandDefinition {
  readonly name: string;
  readonly does: string;
  /** Absolute path, then arguments; a whole argument `${{ name }}` stands for what the runbook gives. */
  readonly run: readonly string[];
  readonly arguments: Readonly<Record<string, ArgumentRule>>;
  /** `read` only looks; what changes something is planned and approved. */
  readonly effect: 'read' | 'change';
  readonly risk: 'low' | 'medium' | 'high';
  /** Milliseconds. */
  readonly timeout: number;
  /** Name → value, or `secret:NAME`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Shown in the plan, and must still say the same when it is carried out: a command that only looks, with the same arguments. */
  readonly before?: string;
  /** What takes it back, with the same arguments. */
  readonly undo?: string;
}

export interface Binary {
  /** Absolute path. */
  readonly file: string;
  /** Name → value, or `secret:NAME`. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface CommandsFile {
  readonly commands: Readonly<Record<string, CommandDefinition>>;
  /** Programs that step kinds start themselves: `helm`, `aws`. */
  readonly binaries: Readonly<Record<string, Binary>>;
}
